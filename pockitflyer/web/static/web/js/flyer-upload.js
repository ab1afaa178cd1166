// One picture on its way to the board: progress, and new tries where waiting may help.

import { shrunk } from "./flyer-shrink.js";

const PAUSES_MS = [1000, 3000, 8000];
const MAY_PASS = new Set([0, 429, 502, 503, 504]);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// Resolves with { id, picture }; rejects with a sentence, which may be empty.
export async function upload(file, { url, token, most, onProgress }) {
  const body = new FormData();
  const small = await shrunk(file, most);
  body.append("image", small, file.name);
  for (const ms of [...PAUSES_MS, null]) {
    const { status, answer } = await send(body, url, token, onProgress);
    if (status === 201) return answer;
    if (!MAY_PASS.has(status) || ms === null) throw answer?.detail ?? "";
    await pause(ms);
  }
}

// By XMLHttpRequest, because fetch does not tell how much has been sent.
function send(body, url, token, onProgress) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("X-CSRFToken", token);
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded / total));
    request.addEventListener("loadend", () => done({ status: request.status, answer: request.response }));
    request.send(body);
  });
}
