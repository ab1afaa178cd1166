// What a picture of a flyer becomes before it is sent: on a fast line all the board can use, on others what goes in a second.

import { CannotShrink, shrink } from "./shrink.js";

// Bytes a second upwards: a second for a photo of full size.
const FAST = 250_000;
// What goes over other lines: half the pixels, as many as the widest picture of a page has.
const SPARE = { most: 1600, bytes: 130_000, best: 0.66 };
// A file this small is sent soon enough; encoding it once more would only cost it sharpness.
const SMALL_MS = 1_000;

// Upwards a line has a quarter of what it has downwards, or so. Browsers that do not tell have a line that is not fast.
let bytesPerSecond = ((navigator.connection?.downlink ?? 0) * 1_000_000) / 8 / 4;

// What sending so many bytes has shown.
export function learn(bytes, ms) {
  bytesPerSecond = (1000 * bytes) / ms;
}

// The photo made small. As it is when that would gain nothing, or when it cannot be drawn here.
export async function shrunk(file, { most, maxBytes }) {
  if (file.size <= Math.min(maxBytes, Math.max(SPARE.bytes, (bytesPerSecond * SMALL_MS) / 1000))) return file;
  try {
    const small = await shrink(file, bytesPerSecond >= FAST ? { most } : SPARE);
    return small.size < file.size ? small : file;
  } catch (error) {
    if (!(error instanceof CannotShrink)) throw error;
    return file;
  }
}
