// Dots, buttons and arrow keys for a strip of posters. The strip itself is scrolled by the browser, once the page rests with its card
// near the screen: what scrolls is a layer, and makes one of all that is drawn after it (cards.css).
// Listening on the document serves the cards that come later, too.

import { isMoving } from "./resting.js";

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

// A screen around the one in sight.
const NEAR = "100% 0px";
// What has come near, or gone, since the page rested last.
const moved = new Map();
const line = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    moved.set(target, isIntersecting);
    // It was folded; another one comes back in its place.
    if (!target.isConnected) line.unobserve(target);
  }
  if (!isMoving()) settle();
}, { rootMargin: NEAR });

document.addEventListener("rest", settle);

function settle() {
  moved.forEach((isNear, strip) => (isNear ? ready(strip) : strip.classList.remove("near")));
  moved.clear();
}

// To be turned; at the poster it showed before, which its dots know.
function ready(strip) {
  strip.classList.add("near");
  const now = [...strip.parentElement.querySelectorAll(".dots i")].findIndex((dot) => dot.matches(".on"));
  if (now > 0 && now !== shown(strip)) strip.scrollTo({ left: now * strip.clientWidth, behavior: "instant" });
}

// Only those of more than one poster can be turned.
const TURNED = ".strip[tabindex]";
const watch = (root) => root.querySelectorAll(`.card ${TURNED}`).forEach((strip) => line.observe(strip));
watch(document);
for (const change of ["htmx:afterSettle", "cards:arrived", "cards:back"]) document.addEventListener(change, ({ target }) => watch(target));

// A finger that stops the page may go on to turn a strip.
for (const touch of ["pointerdown", "focusin"]) {
  document.addEventListener(touch, ({ target }) => {
    const strip = target.closest(`.card ${TURNED}`);
    if (strip) ready(strip);
  }, { passive: true });
}

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
