// Cards far from the screen are folded: their box, their title and their words stay, to be found and to be led to; the rest is
// kept as text until they come near. So a long board is no heavier than a short one. Those that are near are laid down before they
// are in sight: in the frame that shows a card it would take too long.

import { pause } from "./arriving.js";

// Some twenty cards of a phone.
const NEAR = "16000px 0px";
// One card in so many is watched, and stands for those after it: each that is watched costs something with every frame.
const STRIDE = 8;
const A_TIME = 4;

const folded = new WeakMap();
const watched = new WeakSet();
let last = null;
// The newest word on each card that has come near or gone far, nearest first.
const due = new Map();

const line = new IntersectionObserver((entries) => {
  const isIdle = due.size === 0;
  const far = ({ boundingClientRect: { top } }) => Math.abs(top);
  for (const { target, isIntersecting } of entries.sort((one, other) => far(one) - far(other))) {
    for (const card of withFollowers(target)) due.set(card, isIntersecting);
  }
  if (isIdle) work();
}, { rootMargin: NEAR });

function* withFollowers(card) {
  let next = card;
  do {
    if (next.matches(".card")) yield next;
    next = next.nextElementSibling;
  } while (next && !watched.has(next));
}

async function work() {
  while (due.size) {
    // Not in the frame that has told of it.
    await pause();
    // What comes near is waited for, what goes far is not.
    const some = [...due].sort(([, one], [, other]) => other - one).slice(0, A_TIME);
    const heights = some.map(([card]) => card.getBoundingClientRect().height);
    some.forEach(([card, isNear], i) => {
      due.delete(card);
      if (isNear) unfold(card);
      else fold(card, heights[i]);
    });
  }
}

function fold(card, height) {
  const title = card.querySelector("h2");
  if (folded.has(card) || !card.isConnected || !title || card.contains(document.activeElement)) return;
  const words = card.querySelector(".says").textContent.replace(title.textContent, "").replace(/\s+/g, " ");
  folded.set(card, card.innerHTML);
  card.style.height = `${height}px`;
  card.classList.remove("laid");
  card.classList.add("folded");
  card.replaceChildren(title, words);
}

function unfold(card) {
  card.classList.add("laid");
  if (!folded.has(card)) return;
  const isHeld = card.contains(document.activeElement);
  card.innerHTML = folded.get(card);
  folded.delete(card);
  card.style.height = "";
  card.classList.remove("folded");
  if (isHeld) card.querySelector("h2 a").focus({ preventScroll: true });
  card.dispatchEvent(new Event("cards:back", { bubbles: true }));
}

function watch() {
  // Others may follow it by now: it tells anew.
  if (last) line.unobserve(last);
  if (last?.isConnected) line.observe(last);
  document.querySelectorAll(".grid > .card[aria-labelledby]").forEach((card, i) => {
    if (i % STRIDE || watched.has(card)) return;
    watched.add(card);
    line.observe(card);
    last = card;
  });
}

// Nothing before somebody moves: what is not in sight is fetched and laid down after that.
if (document.documentElement.matches(".awake")) watch();
for (const change of ["awake", "cards:arrived"]) document.addEventListener(change, watch);
document.addEventListener("htmx:afterSettle", ({ target }) => target.id === "results" && watch());
addEventListener("beforeprint", () => document.querySelectorAll(".folded").forEach(unfold));
