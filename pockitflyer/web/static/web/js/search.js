// The search while one types. htmx waits 300 ms after the last key and drops an answer that has been overtaken.

const isSearching = () => new URLSearchParams(location.search).has("q");

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.elt.id !== "search") return;
  if (!detail.parameters.q.trim()) delete detail.parameters.q;
  // One step back leaves the search, however many keys it took.
  const [on, off] = isSearching() ? ["hx-replace-url", "hx-push-url"] : ["hx-push-url", "hx-replace-url"];
  detail.elt.setAttribute(on, "true");
  detail.elt.removeAttribute(off);
});

document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target.id !== "results") return;
  // A link that clears the search is not the field itself.
  const field = document.querySelector("#search input");
  if (!isSearching() && field !== document.activeElement) field.value = "";
  document.querySelector("#found").textContent = target.querySelector(".filters").dataset.found;
});
