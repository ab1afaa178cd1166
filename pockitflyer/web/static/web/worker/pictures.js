// Pictures, cache first: an address never changes its content. The least recently used go when there are too many.

import { Ledger } from "./ledger.js";

const CACHE = "pictures";
// Cleared down to this part of the bound, so that not every further picture has to clear again.
const FULL_ENOUGH = 0.9;

const ledger = new Ledger(CACHE);

export async function picture(event, request, options) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request.url, { ignoreVary: true });
  if (kept) {
    event.waitUntil(ledger.use(request.url));
    return kept;
  }
  try {
    const answer = await fetch(request);
    if (answer.status === 200) event.waitUntil(keep(request.url, answer.clone(), options));
    return answer;
  } catch {
    return (await anotherSize(cache, request.url)) ?? Response.error();
  }
}

// Ahead of being shown.
export async function keepPicture(url, options) {
  const cache = await caches.open(CACHE);
  if (await cache.match(url, { ignoreVary: true })) return ledger.use(url);
  const answer = await fetch(url);
  if (answer.status === 200) await keep(url, answer, options);
}

async function keep(url, answer, { picturesBytes }) {
  const cache = await caches.open(CACHE);
  const body = await answer.blob();
  try {
    await cache.put(url, new Response(body, { headers: answer.headers }));
  } catch {
    // The device is full: what is kept matters less than what else is on it.
    return trim(cache, picturesBytes / 2);
  }
  await ledger.use(url, body.size);
  if (await ledger.total() > picturesBytes) await trim(cache, picturesBytes * FULL_ENOUGH);
}

async function trim(cache, most) {
  for (const url of await ledger.overflow(most)) await cache.delete(url);
}

// Offline, a face or a poster in another width is better than none.
async function anotherSize(cache, url) {
  const folder = url.slice(0, url.lastIndexOf("/") + 1);
  const same = (await cache.keys()).find((request) => request.url.startsWith(folder));
  return same && cache.match(same, { ignoreVary: true });
}
