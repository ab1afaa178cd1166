// Pages, network first. The last good copy is shown when there is no network, or one that hangs: everyone's in one cache, one's own
// in another, which is emptied as soon as somebody signs in or out.

import { keptFlyer, renewFlyer } from "./favourites.js";
import { clearing, forgetMine, MINE } from "./mine.js";

const EVERYONES = "pages";
const OFFLINE = "offline";
const MOST_PAGES = 60;
// Who waits longer for a page would rather have the one of before.
const PATIENCE_MS = 4_000;

export async function page(event, request, { offlinePage }) {
  const fetched = fromNetwork(event, request, offlinePage);
  // However late it comes, it is kept for the next time.
  event.waitUntil(fetched.catch(() => {}));
  try {
    return (await inTime(fetched)) ?? (await copyOf(request.url)) ?? (await fetched);
  } catch {
    return (await copyOf(request.url)) ?? (await caches.match(offlinePage, { cacheName: OFFLINE, ignoreVary: true })) ?? Response.error();
  }
}

async function fromNetwork(event, request, offlinePage) {
  const begun = clearing();
  const answer = (await event.preloadResponse) ?? (await fetch(request));
  if (isKeepable(answer)) event.waitUntil(keep(request.url, answer.clone(), begun, offlinePage));
  return answer;
}

function inTime(fetched) {
  let late;
  const patience = new Promise((resolve) => { late = setTimeout(resolve, PATIENCE_MS); });
  return Promise.race([fetched, patience]).finally(() => clearTimeout(late));
}

// The forms of an account say no-store; nothing of them is kept.
function isKeepable(answer) {
  const kind = answer.headers.get("Content-Type") ?? "";
  const isOurs = says(answer, "public") || (says(answer, "private") && !says(answer, "no-store"));
  return answer.status === 200 && kind.startsWith("text/html") && isOurs && !answer.redirected;
}

const says = (answer, word) => (answer.headers.get("Cache-Control") ?? "").includes(word);

async function keep(url, answer, begun, offlinePage) {
  const isMine = says(answer, "private");
  // Who gets a public page is not signed in any more, however that came about.
  if (!isMine && new URL(url).pathname !== offlinePage) await forgetMine();
  else if (begun !== clearing()) return;
  const cache = await caches.open(isMine ? MINE : EVERYONES);
  const copy = dated(answer);
  await renewFlyer(url, copy);
  await cache.put(url, copy);
  const kept = await cache.keys();
  await Promise.all(kept.slice(0, -MOST_PAGES).map((old) => cache.delete(old)));
}

// The page itself reads from Server-Timing that it is a copy, and of when: no other header of its own is open to it.
function dated(answer) {
  const headers = new Headers(answer.headers);
  headers.set("Server-Timing", `kept;dur=${Date.now()}`);
  return new Response(answer.body, { headers });
}

async function copyOf(url) {
  const favourite = await keptFlyer(url);
  if (favourite) return favourite.isOver ? undefined : favourite.answer;
  return (await copyIn(MINE, url)) ?? copyIn(EVERYONES, url);
}

// Asked for, because a look into a cache that is not there makes it.
async function copyIn(name, url) {
  return (await caches.has(name)) ? caches.match(url, { cacheName: name, ignoreVary: true }) : undefined;
}

// Copies of pages in another language than the one of now.
export async function forgetPages() {
  await Promise.all([caches.delete(EVERYONES), forgetMine()]);
}

export async function refreshOfflinePage(path) {
  const cache = await caches.open(OFFLINE);
  await cache.add(new Request(path, { cache: "reload" }));
}
