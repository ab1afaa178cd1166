// What of one's favourites is on the device, where another page is not.

const CACHE = "favourites";
const list = document.querySelector("#kept-flyers");

for (const { url, title } of await kept()) {
  const item = document.createElement("li");
  const link = item.appendChild(document.createElement("a"));
  link.href = url;
  link.textContent = title;
  list.querySelector("ul").append(item);
  list.hidden = false;
}
addEventListener("online", () => location.reload());

async function kept() {
  if (!globalThis.caches || !(await caches.has(CACHE))) return [];
  const cache = await caches.open(CACHE);
  const flyers = await Promise.all((await cache.keys()).map(async (request) => {
    const { headers } = await cache.match(request, { ignoreVary: true });
    return { url: request.url, title: decodeURIComponent(headers.get("X-Title")), ends: Date.parse(headers.get("X-Ends-At")) };
  }));
  return flyers.filter(({ ends }) => ends > Date.now());
}
