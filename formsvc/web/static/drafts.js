// Drafts in this browser (IndexedDB): encrypted with the clerk's key where the service gives one,
// else removed some hours after they were last changed.

const DAY_OFF = "formsvc-no-drafts";
const STORE = "drafts";
let keyAsked;

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("formsvc", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function inStore(mode, act) {
  const base = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = base.transaction(STORE, mode, { durability: "strict" });
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    base.close();
  }
}

// {owner, key} of the clerk who signed in, null where nobody does; throws where sign-in has ended.
async function ownKey() {
  keyAsked ??= asked().catch((fault) => { keyAsked = undefined; throw fault; });
  return keyAsked;
}

async function asked() {
  const answer = await fetch("/drafts/key");
  if (answer.status === 204) return null;
  if (!answer.ok) throw new Error("signIn");
  const { owner, key } = await answer.json();
  const bytes = Uint8Array.from(atob(key), (char) => char.charCodeAt(0));
  return { owner, key: await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]) };
}

export function isOff(hours) {
  return localStorage.getItem(DAY_OFF) !== null || hours === 0;
}

export async function switchOff(off) {
  if (off) {
    localStorage.setItem(DAY_OFF, "1");
    await wipe();
  } else {
    localStorage.removeItem(DAY_OFF);
  }
}

export function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function save({ id, form, title, pairs }, hours) {
  const own = await ownKey();
  const saved = Date.now();
  const content = { title, pairs };
  const record = own
    ? { id, form, saved, owner: own.owner, expires: null, ...await sealed(own.key, content) }
    : { id, form, saved, owner: null, expires: saved + hours * 3_600_000, content };
  await inStore("readwrite", (store) => store.put(record));
  return saved;
}

async function sealed(key, content) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(content));
  return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain) };
}

async function unsealed(record, own) {
  if (!record.sealed) return { ...record, ...record.content };
  if (own?.owner !== record.owner) return null;
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: record.iv }, own.key, record.sealed);
  return { ...record, ...JSON.parse(new TextDecoder().decode(plain)) };
}

export async function load(id) {
  return (await list()).find((one) => one.id === id) ?? null;
}

// The drafts that this clerk may read, the latest first; those past their time are removed.
export async function list() {
  const asking = ownKey().catch(() => null); // on its way while the browser opens its store
  await purge();
  const own = await asking;
  const all = await inStore("readonly", (store) => store.getAll());
  const read = await Promise.all(all.map((one) => unsealed(one, own).catch(() => null)));
  return read.filter(Boolean).sort((one, two) => two.saved - one.saved);
}

export async function purge() {
  const all = await inStore("readonly", (store) => store.getAll());
  for (const one of all) if (one.expires !== null && one.expires <= Date.now()) await remove(one.id);
}

export async function remove(id) {
  await inStore("readwrite", (store) => store.delete(id));
}

export async function wipe() {
  await inStore("readwrite", (store) => store.clear());
}

setInterval(() => purge().catch(() => {}), 60_000);
