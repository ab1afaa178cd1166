// Somebody moves, or stays: posters that are not in sight yet may be fetched, as the browser sees fit. Until then the
// network is left to what is in sight.

const STAYS_MS = 10_000;
const SIGNS = ["scroll", "wheel", "pointerdown", "touchstart", "keydown"];

function wake() {
  document.documentElement.classList.add("awake");
  for (const sign of SIGNS) removeEventListener(sign, wake, { capture: true });
}

for (const sign of SIGNS) addEventListener(sign, wake, { capture: true, passive: true });
setTimeout(wake, STAYS_MS);
// Back on a page that was scrolled.
if (scrollY > 0) wake();
// A high screen shows more than the first.
const second = document.querySelector(".card + .card .posters");
if (second) new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && wake()).observe(second);
