// What another app has shared to this one (worker/shared.js), for the form of a new flyer. It is given once.

const CACHE = "shared";
const WORDS = "/shared/words";

// { photos, words }: files, and { title, text, url } as the other app named them, "" for what it did not give.
export async function takeShared() {
  const nothing = { photos: [], words: {} };
  if (!globalThis.caches || !(await caches.has(CACHE))) return nothing;
  const cache = await caches.open(CACHE);
  const words = (await (await cache.match(WORDS))?.json()) ?? {};
  await cache.delete(WORDS);
  const photos = await Promise.all((await cache.keys()).map(async (place) => fileOf(await cache.match(place))));
  await caches.delete(CACHE);
  return { photos, words };
}

async function fileOf(answer) {
  const name = decodeURIComponent(answer.headers.get("X-Name"));
  return new File([await answer.blob()], name, { type: answer.headers.get("Content-Type") });
}
