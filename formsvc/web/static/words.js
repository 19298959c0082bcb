// The words of the scripts, in the language of the page.

const words = JSON.parse(document.querySelector("[data-words]").dataset.words);

export function say(name, values = {}) {
  return words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

export function clock(moment) {
  return new Date(moment).toLocaleTimeString("ru", { hour: "2-digit", minute: "2-digit" });
}

export function dayAndClock(moment) {
  return `${new Date(moment).toLocaleDateString("ru")} ${clock(moment)}`;
}

// An element with attributes and children; texts are only ever texts.
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}
