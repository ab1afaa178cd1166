// Hearts and follow buttons: the page changes at once, then the server is told; a failure takes it back and says so.
// Without a sign-in the form is a GET that leads there.

import { say } from "./say.js";

// What has been shown since the page came, by address.
const changed = new Map();
// What the server is to have in the end, by address, as long as it is being told.
const wanted = new Map();

document.addEventListener("submit", (event) => {
  if (event.target.id !== "marks" || event.target.method !== "post") return;
  event.preventDefault();
  const button = event.submitter;
  tap(event.target, button.getAttribute("formaction"), button.value === "1");
});

async function tap(form, path, on) {
  const isBeingTold = wanted.has(path);
  wanted.set(path, on);
  show(path, on);
  if (isBeingTold) return;
  let kept = !on;
  try {
    // Taps while the server was being told: only the last one counts.
    for (let now = on; now !== kept; now = wanted.get(path)) {
      await tell(form, path, now);
      kept = now;
    }
  } catch (refusal) {
    show(path, kept);
    if (refusal.status === 401) location.assign(path);
    else say(refusal.status === 409 ? (await refusal.json()).detail : form.dataset.failed);
  } finally {
    wanted.delete(path);
  }
}

async function tell(form, path, on) {
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "X-Viewer": document.querySelector("#offline-words").dataset.viewer };
  const answer = await fetch(`/api/v1${path}`, { method: on ? "PUT" : "DELETE", headers, keepalive: true });
  if (!answer.ok) throw answer;
}

// Cards that were away, or were asked for before.
for (const change of ["cards:arrived", "cards:back"]) {
  document.addEventListener(change, ({ target }) => changed.forEach((on, path) => draw(target, path, on)));
}

function show(path, on) {
  changed.set(path, on);
  draw(document, path, on);
}

// Someone can be on several cards.
function draw(root, path, on) {
  for (const button of root.querySelectorAll(`button[formaction="${path}"]`)) {
    button.value = on ? "0" : "1";
    if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", String(on));
  }
}
