// The work of shrink.js, off the main thread. Imported by a page, this module only tells its own address.

export const address = import.meta.url;

// Few steps, because each one is an encoding: a quarter of a second for a megapixel on a cheap phone.
const QUALITIES = [0.82, 0.66, 0.5];
const IS_WORKER = typeof WorkerGlobalScope !== "undefined" && self instanceof WorkerGlobalScope;

if (IS_WORKER) {
  addEventListener("message", async ({ data }) => {
    try {
      postMessage({ blob: await shrunk(data) });
    } catch (error) {
      postMessage({ error: String(error) });
    }
  });
}

async function shrunk({ file, crop, most, bytes, best }) {
  // Turned upright by the decoder; pixels are all that gets any further.
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const canvas = drawn(picture, crop ?? { x: 0, y: 0, width: picture.width, height: picture.height }, most);
  picture.close();
  return encoded(canvas, bytes, best);
}

function drawn(picture, { x, y, width, height }, most) {
  const scale = Math.min(1, most / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const pen = canvas.getContext("2d");
  pen.imageSmoothingQuality = "high";
  // JPEG has no transparency; the server would choose white as well.
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, x, y, width, height, 0, 0, canvas.width, canvas.height);
  return canvas;
}

// The first that is small enough, or the smallest there is. A browser that cannot encode WebP gives a PNG instead.
async function encoded(canvas, bytes, best) {
  let type = "image/webp";
  let blob;
  for (const quality of QUALITIES.filter((step) => step <= best)) {
    blob = await canvas.convertToBlob({ type, quality });
    if (blob.type !== type) {
      type = "image/jpeg";
      blob = await canvas.convertToBlob({ type, quality });
    }
    if (blob.size <= bytes) return blob;
  }
  return blob;
}
