// "Near me": explains, asks the device when it is tapped, never before, and goes to the board around the rounded position.

import { remember, rounded } from "./position.js";
import { say } from "./say.js";

const PATIENCE_MS = 10_000;
const GOOD_FOR_MS = 60_000;

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("button.near");
  if (!button || button.ariaBusy === "true") return;
  const answer = await permission();
  if (answer === "granted" || (await explained())) locate(button);
});

// "granted", "denied", or "prompt", also where the browser does not tell before it is asked.
async function permission() {
  const found = await navigator.permissions?.query({ name: "geolocation" }).catch(() => null);
  return found?.state ?? "prompt";
}

function explained() {
  const dialog = document.querySelector("#near-why");
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "locate"), { once: true });
  });
}

function locate(button) {
  if (!navigator.geolocation) return say(button.dataset.unknown);
  button.ariaBusy = "true";
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => go(button, [coords.latitude, coords.longitude]),
    (error) => refuse(button, error),
    { timeout: PATIENCE_MS, maximumAge: GOOD_FOR_MS },
  );
}

function go(button, here) {
  remember(here);
  const url = new URL(button.dataset.url, location.href);
  url.searchParams.set("near", rounded(here));
  location.assign(url.href.replace("%2C", ","));
}

function refuse(button, error) {
  button.ariaBusy = "false";
  say(error.code === error.PERMISSION_DENIED ? button.dataset.refused : button.dataset.unknown);
}
