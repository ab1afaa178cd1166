// Back, forward and reload lead to where one was on a long board: to the card in the middle, not to a number of pixels, because
// cards that are not in sight have guessed heights. The places are kept in this tab, by entry of the history; not in the entry's own
// state, which htmx writes anew.

import { isMoving } from "./resting.js";

const KEY = "places";
const MOST_PLACES = 50;
const MOST_PAGES = 15;
// Cards get their true heights when they come into sight; until then the page moves a little.
const MOST_FRAMES = 20;

const cardOf = (name) => document.querySelector(`.card[aria-labelledby="${name}"]`);

// Browsers without the navigation API know an entry by its address.
const entry = () => window.navigation?.currentEntry?.key ?? location.href;
const places = () => JSON.parse(sessionStorage.getItem(KEY)) ?? {};

let isRestoring = false;

document.addEventListener("rest", remember);
// Before a link is followed; when the page is being left it is too late to ask what is in the middle.
document.addEventListener("click", () => isMoving() && remember(), { capture: true });

function remember() {
  if (isRestoring) return;
  const card = inTheMiddle();
  if (!card && scrollY > 0) return;
  keep(scrollY > 0 ? { card: card.getAttribute("aria-labelledby"), top: card.getBoundingClientRect().top } : null);
}

function keep(place) {
  // Of this entry: else the browser leads to its own idea of the place, as soon as the page is long enough.
  history.scrollRestoration = "manual";
  const { [entry()]: _, ...others } = places();
  const kept = Object.entries({ ...others, [entry()]: place }).slice(-MOST_PLACES);
  sessionStorage.setItem(KEY, JSON.stringify(Object.fromEntries(kept)));
}

// Between two cards there is a gap: then the one below.
function inTheMiddle() {
  for (const y of [0.5, 0.55, 0.6]) {
    const card = document.elementFromPoint(innerWidth * 0.2, innerHeight * y)?.closest(".card");
    if (card) return card;
  }
  return null;
}

// A link to this very page begins at its top, although it may be the same entry.
function restoreAfterLoad() {
  const [visit] = performance.getEntriesByType("navigation");
  if (visit && visit.type !== "navigate") restore();
}

async function restore() {
  const place = places()[entry()];
  if (place === undefined) return;
  // The top. htmx loads the page of another entry as a reload, which would stay as deep down as one was before.
  if (place === null) scrollTo({ top: 0, behavior: "instant" });
  else await leadBack(place);
}

async function leadBack(place) {
  const hand = new AbortController();
  // Forward, before one has arrived: the way back is over as well.
  for (const touch of ["wheel", "touchstart", "keydown", "popstate"]) addEventListener(touch, () => hand.abort(), { signal: hand.signal });
  isRestoring = true;
  try {
    for (let page = 0; !cardOf(place.card) && page < MOST_PAGES; page += 1) await oneMorePage();
    await lead(place, hand.signal);
  } finally {
    hand.abort();
    isRestoring = false;
  }
}

async function lead({ card, top }, signal) {
  for (let frame = 0; frame < MOST_FRAMES && cardOf(card) && !signal.aborted; frame += 1) {
    scrollBy({ top: cardOf(card).getBoundingClientRect().top - top, behavior: "instant" });
    await new Promise(requestAnimationFrame);
  }
}

// Without a further page, or without a network, the card stays unfound.
function oneMorePage() {
  const link = document.querySelector(".more a");
  if (!link) return Promise.resolve();
  return new Promise((resolve) => {
    for (const end of ["cards:arrived", "htmx:sendError", "htmx:responseError"]) {
      document.addEventListener(end, resolve, { once: true });
    }
    link.click();
  });
}

// Other filters begin at the top.
document.addEventListener("htmx:pushedIntoHistory", () => keep(null));
// The entry is another one already, the page not yet: htmx loads it.
addEventListener("popstate", ({ state }) => { isRestoring ||= Boolean(state?.htmx); });
// Not before htmx knows its links: pressed too early, one would leave the page.
if (document.querySelector(".more")) document.addEventListener("htmx:load", restoreAfterLoad, { once: true });
else restoreAfterLoad();
addEventListener("pageshow", ({ persisted }) => persisted && restore());
