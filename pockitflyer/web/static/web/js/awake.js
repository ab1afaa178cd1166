// Somebody moves, or stays: posters that are not in sight yet may be fetched, as the browser sees fit. Until then the
// network is left to what is in sight.

const STAYS_MS = 10_000;
// A tap is answered first: with the posters the whole board is laid out anew.
const AFTER_TAP_MS = 200;

const root = document.documentElement;
function wake() {
  if (root.matches(".awake")) return;
  root.classList.add("awake");
  document.dispatchEvent(new Event("awake"));
}
const soon = () => setTimeout(wake, AFTER_TAP_MS);

for (const move of ["scroll", "wheel"]) addEventListener(move, wake, { capture: true, passive: true, once: true });
for (const touch of ["pointerdown", "touchstart", "keydown"]) addEventListener(touch, soon, { capture: true, passive: true, once: true });
setTimeout(wake, STAYS_MS);
// Back on a page that was scrolled.
if (scrollY > 0) wake();
// A high screen shows more than the first.
const second = document.querySelector(".card + .card .posters");
if (second) new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && wake()).observe(second);
