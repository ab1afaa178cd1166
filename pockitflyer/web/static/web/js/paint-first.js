// A tap is answered by the next frame; the request is put together after it.

document.addEventListener("htmx:confirm", (event) => {
  if (event.detail.triggeringEvent?.type !== "click") return;
  event.preventDefault();
  requestAnimationFrame(() => setTimeout(() => event.detail.issueRequest(true)));
});
