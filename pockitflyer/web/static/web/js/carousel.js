// Dots, buttons and arrow keys for a strip of posters. The strip itself is scrolled by the browser.
// Listening on the document serves the cards that come later, too.

const shown = (strip) => Math.round(strip.scrollLeft / strip.clientWidth);

// Where a strip that is still moving will stop: a second press counts from there, not from what is passing by.
const goal = new WeakMap();

function turn(strip, by) {
  const count = strip.children.length;
  const next = ((goal.get(strip) ?? shown(strip)) + by + count) % count;
  goal.set(strip, next);
  strip.scrollTo({ left: next * strip.clientWidth });
}

document.addEventListener("scroll", ({ target }) => {
  if (!target.matches?.(".strip")) return;
  const now = shown(target);
  if (Math.abs(target.scrollLeft - goal.get(target) * target.clientWidth) < 1) goal.delete(target);
  target.parentElement.querySelectorAll(".dots i").forEach((dot, i) => dot.classList.toggle("on", i === now));
}, { capture: true, passive: true });

// A card that was away comes back at the poster it showed; its dots know which.
document.addEventListener("cards:back", ({ target }) => {
  const now = [...target.querySelectorAll(":scope > .posters .dots i")].findIndex((dot) => dot.matches(".on"));
  if (now < 1) return;
  const strip = target.querySelector(".strip");
  strip.scrollTo({ left: now * strip.clientWidth, behavior: "instant" });
});

// A hand on the strip overrules where it was going.
document.addEventListener("pointerdown", ({ target }) => goal.delete(target.closest(".strip")), { passive: true });

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
