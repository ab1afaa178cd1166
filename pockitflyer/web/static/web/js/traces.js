// What this device remembers of who is signed in, beside the worker's copies: drafts, places, what another app has shared. It goes with
// a sign-out, and when somebody else signs in; not with a session that was lost, after which the same person goes on.

const OWNER = "owner";
// Known to app.js.
const LEAVING = "leaving";
const DRAFT = "flyer ";
const SHARED = "shared";
const FAREWELLS = ["/accounts/logout/", "/me/leave/"];

// `viewer` is the id of whom this page was made for, undefined for nobody.
export function tidy(viewer) {
  const owner = localStorage.getItem(OWNER);
  const isOther = viewer !== undefined && owner !== null && owner !== viewer;
  if (isOther || (viewer === undefined && localStorage.getItem(LEAVING))) forget(viewer);
  if (viewer !== undefined) localStorage.setItem(OWNER, viewer);
  localStorage.removeItem(LEAVING);
}

function forget(viewer) {
  const mine = `${DRAFT}${viewer} `;
  for (const key of Object.keys(localStorage)) if (key.startsWith(DRAFT) && !key.startsWith(mine)) localStorage.removeItem(key);
  localStorage.removeItem(OWNER);
  sessionStorage.clear();
  globalThis.caches?.delete(SHARED);
}

// It is done once a page says that nobody is signed in any more.
document.addEventListener("submit", ({ target }) => {
  if (FAREWELLS.includes(new URL(target.action, location.href).pathname)) localStorage.setItem(LEAVING, "1");
});
// The other tabs have places of their own.
addEventListener("storage", ({ key, oldValue, newValue }) => {
  if (key === OWNER && oldValue !== null && oldValue !== newValue) sessionStorage.clear();
});
