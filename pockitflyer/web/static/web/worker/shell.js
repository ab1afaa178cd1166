// Scripts, styles and icons: names carry their content's hash, so a copy is as good as the file.

const PREFIX = "shell-";
// The present version, and the one that tabs may still be open with.
const VERSIONS_KEPT = 2;

export async function installShell({ version, shell }) {
  // Someone who saves data gets them as pages need them; they are kept then, too.
  if (savesData()) return caches.open(PREFIX + version);
  const cache = await caches.open(PREFIX + version);
  return cache.addAll(shell);
}

// Names are listed in the order in which they were opened first.
export async function dropOldShells() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  return Promise.all(names.slice(0, -VERSIONS_KEPT).map((name) => caches.delete(name)));
}

export async function fromShell(request) {
  const kept = await caches.match(request.url, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.status === 200 && isForEver(answer)) await keep(request.url, answer.clone());
  return answer;
}

async function keep(url, answer) {
  const newest = (await caches.keys()).filter((name) => name.startsWith(PREFIX)).at(-1);
  if (newest) await (await caches.open(newest)).put(url, answer);
}

const isForEver = (answer) => answer.headers.get("Cache-Control")?.includes("immutable");

export const savesData = () => Boolean(navigator.connection?.saveData);
