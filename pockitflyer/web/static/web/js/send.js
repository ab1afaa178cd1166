// Sends a form and keeps at it: tells how far it is, can be given up, and begins again whenever the network was lost.

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
// Nothing moved for so long: the network is gone, although nobody said so.
const STALLED_MS = 30_000;
const BUSY = [502, 503, 504];
const MOST_BUSY_TRIES = 5;

class Lost extends Error {}

// The server said no; `message` is its sentence, for people, and may be empty.
export class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

// The JSON of the answer. `onProgress` gets what was sent, 0 to 1; `onLost` is called before each pause. Rejects with Refused,
// or with the signal's reason.
export async function send(address, form, { headers, signal, onProgress, onLost }) {
  for (let pauses = 0, busy = 0; ; pauses += 1) {
    try {
      const answer = await attempt(address, form, headers, signal, onProgress);
      if (answer.status < 300) return JSON.parse(answer.responseText);
      if (!BUSY.includes(answer.status) || (busy += 1) > MOST_BUSY_TRIES) throw refused(answer);
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      onLost();
    }
    await pause(Math.min(FIRST_PAUSE_MS * 2 ** pauses, LONGEST_PAUSE_MS), signal);
  }
}

function attempt(address, form, headers, signal, onProgress) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    const giveUp = () => { request.abort(); reject(signal.reason); };
    let stalled = setTimeout(lose, STALLED_MS);
    request.open("POST", address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      clearTimeout(stalled);
      stalled = setTimeout(lose, STALLED_MS);
      onProgress(loaded / total);
    });
    request.addEventListener("load", () => resolve(request));
    request.addEventListener("error", lose);
    request.addEventListener("loadend", () => { clearTimeout(stalled); signal.removeEventListener("abort", giveUp); });
    signal.addEventListener("abort", giveUp);
    request.send(form);

    function lose() {
      reject(new Lost());
      request.abort();
    }
  });
}

// An answer that is not ours, from something on the way, has no sentence.
function refused(answer) {
  try {
    return new Refused(JSON.parse(answer.responseText).detail, answer.status);
  } catch {
    return new Refused("", answer.status);
  }
}

// Over sooner when the device says that it is online again.
function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const end = (how) => () => { over.abort(); clearTimeout(timer); how(); };
    const timer = setTimeout(end(resolve), ms);
    addEventListener("online", end(resolve), { signal: over.signal });
    signal.addEventListener("abort", end(() => reject(signal.reason)), { signal: over.signal });
  });
}
