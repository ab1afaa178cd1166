// A photo that another app shares to this one: its files are put aside, and the page for a new flyer is shown, which
// takes them by takeSharedPhotos of js/shared-photos.js. Without a worker the form is sent to that page itself.

const CACHE = "shared";

export const isShared = (request, url, { newFlyer }) =>
  request.method === "POST" && url.pathname === newFlyer && url.searchParams.has("shared");

export async function takeShared(request, { newFlyer }) {
  const form = await request.formData();
  await caches.delete(CACHE);
  const cache = await caches.open(CACHE);
  const photos = form.getAll("pictures").filter((file) => file instanceof File && file.size);
  await Promise.all(photos.map((file, i) => cache.put(`/shared/${i}`, put(file))));
  return Response.redirect(`${newFlyer}?shared=1`, 303);
}

const put = (file) => new Response(file, { headers: { "Content-Type": file.type, "X-Name": encodeURIComponent(file.name) } });
