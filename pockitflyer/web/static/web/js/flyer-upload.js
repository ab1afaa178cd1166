// Pictures of a flyer on their way to the board: one after the other, so that on a slow line the cover is there first.

import { token, viewer } from "./csrf.js";
import { learn, shrunk } from "./flyer-shrink.js";
import { send } from "./send.js";

// One photo is drawn at a time, for a phone's memory; one is sent at a time, while the next is drawn.
let drawn = Promise.resolve();
let out = Promise.resolve();

// More bytes than the board takes, although it was made as small as this device can.
export class TooLarge extends Error {}

// Resolves with { id, picture }; rejects with TooLarge, or as `send` does, and calls back as that does.
export async function upload(file, { url, most, maxBytes, signal, onProgress, onLost }) {
  const picture = await (drawn = drawn.catch(() => {}).then(() => signal.aborted || shrunk(file, { most, maxBytes })));
  const form = new FormData();
  signal.throwIfAborted();
  if (picture.size > maxBytes) throw new TooLarge(file.name);
  form.append("image", picture, file.name);
  const before = out;
  let next;
  out = new Promise((done) => { next = done; });
  await before;
  const begun = performance.now();
  try {
    return await send(url, form, { headers: { "X-CSRFToken": token(), "X-Viewer": viewer() }, signal, onLost, onProgress: tell });
  } finally {
    next();
  }

  // What the server then does with it is no reason to leave the line idle.
  function tell(share) {
    onProgress(share);
    if (share < 1) return;
    learn(picture.size, performance.now() - begun);
    next();
  }
}
