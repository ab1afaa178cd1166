// Cards far from the screen are folded: their box, their title and their words stay, to be found and to be led to; the rest is
// kept as text until they come near. So a long board is no heavier than a short one. Those that are near are laid down before they
// are in sight: in the frame that shows a card it would take too long.

import { pause } from "./arriving.js";
import { isMoving } from "./resting.js";

// Some twenty cards of a phone.
const NEAR = "16000px 0px";
// One card in so many is watched, and stands for those after it: each that is watched costs something with every frame.
const STRIDE = 8;
// As long as somebody moves, only what they may reach before they rest: each costs a cheap phone half a frame.
const URGENT_PX = 6_000;
// Unless so many wait to be folded that the page grows heavy.
const MANY = 100;
// As long as nothing is urgent. To look costs something, too.
const LOOKS_AGAIN_MS = 200;
// Folding is quicker than coming back.
const FOLDS_A_TIME = 8;

const folded = new WeakMap();
const watched = new WeakSet();
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
    const coming = [...due.keys()].find((card) => due.get(card) && (!isMoving() || isUrgent(card)));
    if (coming) unfold(coming);
    else if (!isMoving()) foldSome(FOLDS_A_TIME);
    else if (due.size > MANY) foldSome(1);
    else await new Promise((resolve) => setTimeout(resolve, LOOKS_AGAIN_MS));
    due.delete(coming);
  }
}

function foldSome(most) {
  const going = [...due.keys()].filter((card) => !due.get(card)).slice(0, most);
  const heights = going.map((card) => card.getBoundingClientRect().height);
  going.forEach((card, i) => {
    due.delete(card);
    fold(card, heights[i]);
  });
}

function isUrgent(card) {
  const { top, bottom } = card.getBoundingClientRect();
  return bottom > -URGENT_PX && top < innerHeight + URGENT_PX;
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
  for (const leaf of document.querySelectorAll(".grid, .leaf")) {
    leaf.querySelectorAll(":scope > .card[aria-labelledby]").forEach((card, i) => {
      if (i % STRIDE || watched.has(card)) return;
      watched.add(card);
      line.observe(card);
    });
  }
}

// Nothing before somebody moves: what is not in sight is fetched and laid down after that.
if (document.documentElement.matches(".awake")) watch();
for (const change of ["awake", "cards:arrived"]) document.addEventListener(change, watch);
document.addEventListener("htmx:afterSettle", ({ target }) => target.id === "results" && watch());
addEventListener("beforeprint", () => document.querySelectorAll(".folded").forEach(unfold));
