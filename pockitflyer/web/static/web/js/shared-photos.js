// The photos that another app has shared to this one, for the form of a new flyer. They are given once.

const CACHE = "shared";

export async function takeSharedPhotos() {
  if (!globalThis.caches || !(await caches.has(CACHE))) return [];
  const cache = await caches.open(CACHE);
  const photos = await Promise.all((await cache.keys()).map(async (place) => {
    const answer = await cache.match(place);
    const name = decodeURIComponent(answer.headers.get("X-Name"));
    return new File([await answer.blob()], name, { type: answer.headers.get("Content-Type") });
  }));
  await caches.delete(CACHE);
  return photos;
}
