// The rows of filters: tucked away while one scrolls on, back with the first move up, and left where they were pushed.

const STEP_PX = 12;
const FROM_PX = 240;
const moved = document.querySelectorAll(".top, .skeleton, #fresh");
let last = scrollY;
let isTucked = false;
let pushed = [];

const rows = () => document.querySelectorAll(".filters .chips");

addEventListener("scroll", () => {
  if (Math.abs(scrollY - last) < STEP_PX) return;
  const isOnward = scrollY > last && scrollY > FROM_PX;
  last = scrollY;
  if (isOnward !== isTucked) tuck(isOnward);
}, { passive: true });

// Not a word on the root, and nothing looked for among the cards: for either all of a long board is gone through.
function tuck(isOnward) {
  isTucked = isOnward;
  for (const part of [...moved, document.querySelector(".filters")]) part?.classList.toggle("tucked", isOnward);
}

document.addEventListener("htmx:beforeSwap", ({ target }) => {
  if (target.id === "results") pushed = [...rows()].map((row) => row.scrollLeft);
});
document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target.id !== "results") return;
  // The row of filters is a new one.
  tuck(false);
  rows().forEach((row, i) => { row.scrollLeft = pushed[i] ?? 0; });
});

// What is switched on is in sight when a shared address is opened.
for (const row of rows()) {
  const on = row.querySelector(".on");
  if (on && on.offsetLeft + on.offsetWidth > row.offsetLeft + row.clientWidth) row.scrollLeft = on.offsetLeft - row.offsetLeft - 16;
}
