// Favourites are read ahead, so that they are there without a network, until they end.

import { clearing, FAVOURITES, forgetMine, MINE } from "./mine.js";
import { keepPicture } from "./pictures.js";
import { savesData } from "./shell.js";

const LIST = "/api/v1/feed/?show=favourites&limit=100";
const MOST_FLYERS = 200;
// As wide as a phone needs; another width that is there is taken when this one is not asked for.
const POSTER_PX = 800;
const ENDS_AT = "X-Ends-At";
const TITLE = "X-Title";
const MADE_OF = "X-Made-Of";

// The page of a favourite: its answer, or that it is over. Nothing for any other page.
export async function keptFlyer(url) {
  if (!(await caches.has(FAVOURITES))) return null;
  const answer = await caches.match(url, { cacheName: FAVOURITES, ignoreVary: true });
  if (!answer) return null;
  return { answer, isOver: Date.parse(answer.headers.get(ENDS_AT)) <= Date.now() };
}

// A favourite that has just been looked at: the copy is as new.
export async function renewFlyer(url, answer) {
  const kept = await keptFlyer(url);
  if (!kept) return;
  const headers = new Headers(answer.headers);
  for (const name of [ENDS_AT, TITLE, MADE_OF]) headers.set(name, kept.answer.headers.get(name));
  await (await caches.open(FAVOURITES)).put(url, new Response(answer.clone().body, { headers }));
}

export async function favouriteChanged(event, request, options) {
  const answer = await fetch(request);
  if (answer.ok) event.waitUntil(keepFavourites(options));
  return answer;
}

// One after the other: an older list must not undo what a newer one brought. One that has not begun is as good for whoever asks now.
let turn = Promise.resolve();
let next = null;

export function keepFavourites(options) {
  next ??= turn = turn.catch(() => {}).then(() => {
    next = null;
    return bringInLine(options);
  });
  return next;
}

// Brings the kept flyers in line with the server's list, which has those that have not ended. Who saves data gets nothing ahead.
async function bringInLine(options) {
  const begun = clearing();
  const cards = [];
  let language;
  for (let next = LIST; next && cards.length < MOST_FLYERS;) {
    const answer = await fetch(next, { headers: { Accept: "application/json" } });
    if (answer.status === 401) return forgetMine();
    if (!answer.ok) return;
    language = answer.headers.get("Content-Language");
    const page = await answer.json();
    cards.push(...page.items);
    next = page.next;
  }
  if (begun !== clearing()) return;
  cards.length = Math.min(cards.length, MOST_FLYERS);
  await dropOthers(cards);
  if (savesData()) return;
  for (const card of cards) {
    if (begun !== clearing()) return;
    await keepFlyer(card, await markOf([options.version, language, card]), begun, options).catch(() => {});
  }
}

// Of all that a page of a flyer is made of: its scripts and styles, its words and the flyer itself. Another mark, another page.
async function markOf(parts) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(parts)));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

async function dropOthers(cards) {
  if (!(await caches.has(FAVOURITES))) return;
  const wanted = new Set(cards.map((card) => card.url));
  const cache = await caches.open(FAVOURITES);
  const [mine, gone] = [await caches.open(MINE), (await cache.keys()).filter(({ url }) => !wanted.has(url))];
  await Promise.all(gone.flatMap((old) => [cache.delete(old), mine.delete(old, { ignoreVary: true })]));
}

async function keepFlyer(card, mark, begun, options) {
  const kept = await keptFlyer(card.url);
  if (kept?.answer.headers.get(MADE_OF) !== mark) {
    const answer = await fetch(card.url);
    if (!answer.ok || begun !== clearing()) return;
    const headers = new Headers(answer.headers);
    headers.set(ENDS_AT, card.ends_at);
    headers.set(TITLE, encodeURIComponent(card.title));
    headers.set(MADE_OF, mark);
    headers.set("Server-Timing", `kept;dur=${Date.now()}`);
    await (await caches.open(FAVOURITES)).put(card.url, new Response(answer.body, { headers }));
  }
  const pictures = [...card.images.map(posterOf), card.creator.picture.sources[0].url];
  await Promise.all(pictures.map((url) => keepPicture(url, options).catch(() => {})));
}

// As the page would choose it: the first type is AVIF where there is one.
function posterOf({ sources }) {
  const best = sources.filter(({ type }) => type === sources[0].type);
  return (best.find(({ width }) => width >= POSTER_PX) ?? best.at(-1)).url;
}
