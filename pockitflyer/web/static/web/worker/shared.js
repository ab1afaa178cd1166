// What another app shares to this one, photos and words: it is put aside, and the page for a new flyer is shown, which
// takes it by takeShared of js/shared.js. Without a worker the form is sent to that page itself.

export const SHARED = "shared";
const WORDS = ["title", "text", "url"];

export const isShared = (request, url, { newFlyer }) =>
  request.method === "POST" && url.pathname === newFlyer && url.searchParams.has("shared");

export async function takeShared(request, { newFlyer }) {
  const form = await request.formData();
  await caches.delete(SHARED);
  const cache = await caches.open(SHARED);
  const photos = form.getAll("pictures").filter((file) => file instanceof File && file.size);
  await Promise.all(photos.map((file, i) => cache.put(`/shared/${i}`, put(file))));
  await cache.put("/shared/words", Response.json(Object.fromEntries(WORDS.map((name) => [name, form.get(name) ?? ""]))));
  return Response.redirect(`${newFlyer}?shared=1`, 303);
}

const put = (file) => new Response(file, { headers: { "Content-Type": file.type, "X-Name": encodeURIComponent(file.name) } });
