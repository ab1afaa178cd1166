// The service worker. /sw.js imports this file under its hashed name and calls start, so a new version of any file of
// the app is a new worker. docs/decisions/0010 has the reasons.

import { favouriteChanged, keepFavourites } from "./favourites.js";
import { FAVOURITES, forgetMine } from "./mine.js";
import { forgetPages, page, refreshOfflinePage } from "./pages.js";
import { picture } from "./pictures.js";
import { isShared, SHARED, takeShared } from "./shared.js";
import { installShell, dropOldShells, fromShell } from "./shell.js";

export function start(options) {
  addEventListener("install", (event) => {
    // At once: an old tab finds the files it was made with in the shell before, which stays.
    skipWaiting();
    event.waitUntil(Promise.all([installShell(options), refreshOfflinePage(options.offlinePage)]));
  });

  addEventListener("activate", (event) => {
    event.waitUntil(Promise.all([dropOldShells(), registration.navigationPreload?.enable(), clients.claim()]));
  });

  addEventListener("message", (event) => {
    if (event.data === "keep-favourites") event.waitUntil(keepFavourites(options));
    if (event.data === "nobody") event.waitUntil(forgetMine());
  });

  addEventListener("fetch", (event) => {
    const answer = answerTo(event, options);
    if (answer) event.respondWith(answer);
  });
}

// What is ours to answer; nothing for all that the browser does best itself.
function answerTo(event, options) {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return null;
  if (request.method !== "GET") return answerToChange(event, url, options);
  if (url.pathname.startsWith("/static/")) return fromShell(request);
  if (request.headers.has("Range")) return null;
  if (url.pathname.startsWith("/pictures/")) return picture(event, request, options);
  return request.mode === "navigate" ? page(event, request, options) : null;
}

function answerToChange(event, url, options) {
  const { request } = event;
  if (isShared(request, url, options)) return takeShared(request, options);
  if (url.pathname === "/accounts/logout/") return signedOut(request);
  if (url.pathname.startsWith("/accounts/")) return withoutMine(request);
  if (/^\/api\/v1\/flyers\/\d+\/favourite\/$/.test(url.pathname)) return favouriteChanged(event, request, options);
  if (url.pathname === "/language/") return languageChanged(event, request, options);
  return null;
}

// Signing in, out, up, and whatever else is sent to the account's pages: what was kept may be somebody else's.
async function withoutMine(request) {
  await forgetMine();
  const answer = await fetch(request);
  await forgetMine();
  return answer;
}

async function signedOut(request) {
  const answer = await withoutMine(request);
  await caches.delete(SHARED);
  return answer;
}

// What is kept in the language of before goes; favourites come again in the new one.
async function languageChanged(event, request, options) {
  const answer = await fetch(request);
  const hadFavourites = await caches.has(FAVOURITES);
  await forgetPages();
  event.waitUntil(Promise.all([refreshOfflinePage(options.offlinePage), hadFavourites && keepFavourites(options)]));
  return answer;
}
