// What a cache holds, how large it is, and when it was used last: {address: [bytes, milliseconds since 1970]}.
// Kept as one entry of a cache beside it. A worker that is ended before it wrote loses some uses, never an address:
// what the book does not know is looked up in the cache.

const WRITE_AFTER_MS = 1000;
const PLACE = "/ledger";

export class Ledger {
  constructor(name) {
    this.name = name;
    this.book = null;
    this.writing = null;
  }

  // Notes a use; bytes are given when it is new. Resolves when it has been written.
  async use(url, bytes) {
    const book = await this.#read();
    book[url] = [bytes ?? book[url]?.[0] ?? 0, Date.now()];
    return this.#write();
  }

  async total() {
    return sum(await this.#read());
  }

  // Takes out, least recently used first, what is more than so many bytes, and returns the addresses.
  async overflow(most) {
    const book = await this.#read();
    let bytes = sum(book);
    const gone = [];
    for (const [url, [size]] of Object.entries(book).sort(([, one], [, other]) => one[1] - other[1])) {
      if (bytes <= most) break;
      delete book[url];
      bytes -= size;
      gone.push(url);
    }
    await this.#write();
    return gone;
  }

  #read() {
    this.book ??= this.#load();
    return this.book;
  }

  async #load() {
    const written = await (await this.#shelf()).match(PLACE);
    const book = written ? await written.json() : {};
    const cache = await caches.open(this.name);
    const known = new Set();
    for (const { url } of await cache.keys()) {
      known.add(url);
      book[url] ??= [(await (await cache.match(url, { ignoreVary: true })).blob()).size, 0];
    }
    for (const url of Object.keys(book)) if (!known.has(url)) delete book[url];
    return book;
  }

  // Uses come in flocks; one writing is enough for all of them.
  #write() {
    this.writing ??= new Promise((resolve) => setTimeout(resolve, WRITE_AFTER_MS)).then(async () => {
      this.writing = null;
      await (await this.#shelf()).put(PLACE, Response.json(await this.book));
    });
    return this.writing;
  }

  #shelf() {
    return caches.open(`${this.name}-ledger`);
  }
}

const sum = (book) => Object.values(book).reduce((bytes, [size]) => bytes + size, 0);
