// Makes a photo small on the device, before anything is sent: upright, cropped, shrunk, compressed, without metadata.

import { address } from "./shrink-worker.js";

const DEADLINE_MS = 20_000;

// The browser cannot decode the file, or cannot do it off the main thread: send the file as it is.
export class CannotShrink extends Error {}

// A Blob (WebP, or JPEG where the browser cannot encode that) of at most `most` pixels a side, never enlarged. `crop` is
// {x, y, width, height} in pixels of the upright picture; without it the whole picture is taken. The quality is lowered
// in steps from at most `best` (0 to 1) until there are at most `bytes`, or as few as the last step gives. Rejects with
// CannotShrink.
export function shrink(file, { crop = null, most, bytes = Infinity, best = 1 }) {
  return new Promise((resolve, reject) => {
    const worker = started(reject);
    if (!worker) return;
    const late = setTimeout(() => end(new CannotShrink("too slow")), DEADLINE_MS);
    worker.addEventListener("message", ({ data }) => end(data.error && new CannotShrink(data.error), data.blob));
    worker.addEventListener("error", ({ message }) => end(new CannotShrink(message)));
    worker.postMessage({ file, crop, most, bytes, best });

    function end(error, blob) {
      clearTimeout(late);
      worker.terminate();
      if (error) reject(error);
      else resolve(blob);
    }
  });
}

function started(reject) {
  try {
    if (typeof OffscreenCanvas === "undefined") throw new CannotShrink("no OffscreenCanvas");
    return new Worker(address, { type: "module" });
  } catch (error) {
    reject(error instanceof CannotShrink ? error : new CannotShrink(String(error)));
    return null;
  }
}
