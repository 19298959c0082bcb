// Rows of lists: added from templates, removed with undo, moved, repeated, pasted from a table.

import { ask, fill, form, here, put, texts } from "./fields.js";
import { watchFirstRow } from "./heights.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

const NAMED = ["id", "name", "for", "data-row", "data-rows", "data-field", "aria-describedby", "aria-labelledby"];
const templates = new Map(
  [...document.querySelectorAll("template[data-pattern]")].map((one) => [one.dataset.pattern, one]),
);
let temporary = 0;
document.querySelectorAll("[data-rows]").forEach(watchFirstRow);

export function rowsOf(list) {
  return [...list.querySelector("[data-list]").children];
}

export function rowAt(pointer) {
  return document.querySelector(`[data-row="${CSS.escape(pointer)}"]`);
}

// Every pointer that begins an attribute with one of the old row begins with that of the new one.
function rename(row, from, to) {
  const renamed = (text) =>
    text.startsWith(from) && ["/", "#", undefined].includes(text[from.length]) ? to + text.slice(from.length) : text;
  for (const one of [row, ...row.querySelectorAll("*")]) {
    for (const name of NAMED) {
      const text = one.getAttribute(name);
      if (text) one.setAttribute(name, text.split(" ").map(renamed).join(" "));
    }
    if (one.name === "do") {
      const [verb, pointer] = one.value.split(":");
      one.value = `${verb}:${renamed(pointer)}`;
    }
  }
}

// Two steps: radio buttons of two rows must at no moment share a name, or one loses its mark.
export function renumber(list) {
  const moved = rowsOf(list)
    .map((row, at) => [row, `${list.dataset.rows}/${at}`, at + 1])
    .filter(([row, pointer]) => row.dataset.row !== pointer);
  for (const [row] of moved) aside(row);
  for (const [row, pointer, place] of moved) {
    rename(row, row.dataset.row, pointer);
    number(list, row, place);
  }
  watchFirstRow(list);
}

function number(list, row, place) {
  const title = list.dataset.title;
  row.querySelector("[data-number]").textContent = title ? title.replace("{number}", place) : place;
}

function aside(row) {
  temporary += 1;
  rename(row, row.dataset.row, `/~${temporary}`);
}

function made(list, pointer) {
  const row = templates.get(list.dataset.pattern).content.firstElementChild.cloneNode(true);
  rename(row, list.dataset.pattern, pointer);
  return row;
}

// New rows at the end, up to a number; all at once, for there may be hundreds.
function grow(list, wanted) {
  const there = rowsOf(list).length;
  const fresh = Array.from({ length: Math.max(wanted - there, 0) }, (_, at) => {
    const row = made(list, `${list.dataset.rows}/${there + at}`);
    number(list, row, there + at + 1);
    return row;
  });
  list.querySelector("[data-list]").append(...fresh);
  watchFirstRow(list);
}

// One more row at the end, made by the page itself.
export function append(list) {
  grow(list, rowsOf(list).length + 1);
  return rowsOf(list).at(-1);
}

function insert(list, before) {
  temporary += 1;
  const row = made(list, `/~${temporary}`);
  list.querySelector("[data-list]").insertBefore(row, before);
  renumber(list);
  return row;
}

// As many rows everywhere below an element as pairs of names and texts have, then the texts.
export function restore(root, pairs) {
  const lengths = new Map();
  for (const [name] of pairs) {
    const steps = name.split("/");
    for (let depth = 2; depth < steps.length; depth += 1) {
      if (!/^\d+$/.test(steps[depth])) continue;
      const above = steps.slice(0, depth).join("/");
      lengths.set(above, Math.max(lengths.get(above) ?? 0, Number(steps[depth]) + 1));
    }
  }
  shape(root, lengths);
  put(root, pairs);
}

function shape(root, lengths) {
  for (const list of root.querySelectorAll("[data-rows]")) {
    const outer = list.parentElement.closest("[data-row]");
    if (outer && outer !== root && root.contains(outer)) continue;
    const wanted = lengths.get(list.dataset.rows) ?? 0;
    rowsOf(list).slice(wanted).forEach((row) => row.remove());
    grow(list, wanted);
    rowsOf(list).forEach((row) => shape(row, lengths));
  }
}

export function changed(list) {
  form.dispatchEvent(new CustomEvent("rows", { detail: list }));
}

export function focusIn(row) {
  row.querySelector("input:not([type=hidden]), textarea, select")?.focus();
}

const verbs = {
  async add(list) {
    const carried = list.dataset.carries === undefined ? [] : await opening(list);
    grow(list, rowsOf(list).length + 1);
    const row = rowsOf(list).at(-1);
    restore(row, carried);
    changed(list);
    focusIn(row);
  },
  remove(list, row) {
    const at = rowsOf(list).indexOf(row);
    const words = say("row", { label: list.dataset.label, number: at + 1 });
    row.remove();
    renumber(list);
    changed(list);
    (rowsOf(list)[at] ?? list.querySelector(":scope > .btn-add")).focus();
    toast(say("removed", { row: words }), () => back(list, row, at));
  },
  copy(list, row) {
    const pairs = texts(`${row.dataset.row}/`);
    const own = row.tagName === "DIV" ? texts(row.dataset.row) : pairs;
    const from = row.dataset.row;
    const twin = insert(list, row.nextElementSibling);
    restore(twin, own.map(([name, text]) => [twin.dataset.row + name.slice(from.length), text]));
    changed(list);
    focusIn(twin);
    toast(say("copied"));
  },
  // The neighbour moves, so that the button that was pressed keeps the focus.
  up: (list, row) => move(list, row.previousElementSibling, row.nextElementSibling),
  down: (list, row) => move(list, row.nextElementSibling, row),
};

function back(list, row, at) {
  aside(row);
  list.querySelector("[data-list]").insertBefore(row, rowsOf(list)[at] ?? null);
  renumber(list);
  changed(list);
  focusIn(row);
}

function move(list, neighbour, before) {
  if (!neighbour) return;
  list.querySelector("[data-list]").insertBefore(neighbour, before);
  renumber(list);
  changed(list);
}

async function opening(list) {
  try {
    const answer = await ask(here("/opening"), list.dataset.rows);
    const { pointer, texts: pairs } = await answer.json();
    const to = `${list.dataset.rows}/${rowsOf(list).length}`;
    return pairs.map(([name, text]) => [to + name.slice(pointer.length), text]);
  } catch {
    toast(say("notCarried"));
    return [];
  }
}

// True where the button was one of rows.
export function act(button) {
  const [verb, pointer] = button.value.split(":");
  if (!verbs[verb]) return false;
  const row = button.closest("[data-row]");
  const list = verb === "add" ? button.closest("[data-rows]") : row.closest("[data-rows]");
  verbs[verb](list, verb === "add" ? null : row, pointer);
  return true;
}

// Cells as Excel and Word put them on the clipboard: tabs between, quotes around line breaks.
export function cells(text) {
  const rows = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    const row = rows.at(-1);
    if (char === '"' && (quoted || row.at(-1) === "")) {
      if (quoted && text[at + 1] === '"') row[row.length - 1] += text[++at];
      else quoted = !quoted;
    } else if (char === "\t" && !quoted) row.push("");
    else if (char === "\n" && !quoted) rows.push([""]);
    else if (char !== "\r") row[row.length - 1] += char;
  }
  if (rows.at(-1).join("") === "") rows.pop();
  return rows;
}

form.addEventListener("paste", (event) => {
  const field = event.target.closest("[data-row] [data-field]");
  const text = event.clipboardData.getData("text/plain");
  const isTable = text.includes("\t") || event.clipboardData.getData("text/html").includes("<table");
  const row = field?.closest("[data-row]");
  const list = row?.closest("[data-rows]");
  if (!list?.classList.contains("rows") || !isTable) return;
  event.preventDefault();
  const before = texts();
  const missed = pasted(list, row, columns(row).indexOf(field), cells(text));
  changed(list);
  const told = [say("pasted", { count: cells(text).length }), ...missed.length ? [say("missed", { texts: missed.join("; ") })] : []];
  toast(told.join(" "), () => { restore(form, before); changed(list); });
});

function columns(row) {
  const inputs = (field) => field.querySelector("[name^='/']:not([type=hidden])");
  return [...row.querySelectorAll(".field")].filter(
    (field) => field.closest("[data-row]") === row && !field.closest(".off:not(.kept)") && inputs(field),
  );
}

// Gives the texts that fit no choice of their column: they are told, not dropped in silence.
function pasted(list, row, first, lines) {
  const missed = [];
  const begin = rowsOf(list).indexOf(row);
  grow(list, begin + lines.length);
  const targets = rowsOf(list).slice(begin);
  lines.forEach((line, at) => {
    const places = columns(targets[at]);
    line.forEach((text, offset) => {
      const field = places[first + offset];
      if (!field ? text.trim() : !fill(field, text)) missed.push(text.trim());
    });
  });
  return missed;
}
