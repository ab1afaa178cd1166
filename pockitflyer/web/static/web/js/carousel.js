// Dots, buttons and arrow keys for a strip of posters. The strip itself is scrolled by the browser.
// Listening on the document serves the cards that come later, too.

const shown = (strip) => Math.round(strip.scrollLeft / strip.clientWidth);

function turn(strip, by) {
  const count = strip.children.length;
  const next = (shown(strip) + by + count) % count;
  strip.scrollTo({ left: next * strip.clientWidth });
}

document.addEventListener("scroll", ({ target }) => {
  if (!target.matches?.(".strip")) return;
  const now = shown(target);
  target.parentElement.querySelectorAll(".dots i").forEach((dot, i) => dot.classList.toggle("on", i === now));
}, { capture: true, passive: true });

document.addEventListener("click", ({ target }) => {
  const button = target.closest(".pager button");
  if (button) turn(button.closest(".posters").querySelector(".strip"), Number(button.value));
});

document.addEventListener("keydown", (event) => {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!by || !event.target.matches(".strip[tabindex]") || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  turn(event.target, by);
});
