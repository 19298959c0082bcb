// Heights that style sheets cannot know: of the bar that stays at the top, and of rows out of sight.

const root = document.documentElement;
const bar = document.querySelector(".bar");

// What is shown or comes into focus below the bar must not lie under it, however often it wraps.
if (bar) new ResizeObserver(() => root.style.setProperty("--head", `${bar.offsetHeight}px`)).observe(bar);

// Rows far out of sight are not laid out (pages.css). Each is taken to be as tall as the first of
// its list, so that nothing moves under a button that is being pressed when they come into sight.
const sizes = new ResizeObserver((seen) => {
  for (const { target, contentRect } of seen) {
    if (contentRect.height) target.parentElement?.style.setProperty("--row", `${contentRect.height}px`);
  }
});

export function watchFirstRow(list) {
  const first = list.querySelector("[data-list] > .row-card");
  if (first) sizes.observe(first);
}
