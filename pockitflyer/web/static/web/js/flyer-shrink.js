// What a picture of a flyer becomes before it is sent.

import { CannotShrink, shrink } from "./shrink.js";

// A file this small is sent fast enough; encoding it once more would only cost it sharpness.
const SMALL_BYTES = 400_000;

// The photo with at most `most` pixels a side. As it is when that would gain nothing, or when it cannot be drawn here.
export async function shrunk(file, most) {
  if (file.size <= SMALL_BYTES) return file;
  try {
    const small = await shrink(file, { most });
    return small.size < file.size ? small : file;
  } catch (error) {
    if (!(error instanceof CannotShrink)) throw error;
    return file;
  }
}
