interface Waiting<T, R> {
  item: T;
  resolve: (result: R) => void;
  reject: (error: unknown) => void;
}

/**
 * Collects items for a few milliseconds and hands them on together: one durable write for many finished runs instead
 * of one each. `add` resolves with what `write` answered for the batch its item was in.
 */
export class Batcher<T, R> {
  #waiting: Waiting<T, R>[] = [];
  #writing = false;
  readonly #write: (items: T[]) => Promise<R>;
  readonly #keyOf: (item: T) => string;
  readonly #most: number;

  /** @param keyOf items with the same key never share a batch */
  constructor(options: { write: (items: T[]) => Promise<R>; keyOf: (item: T) => string; most: number }) {
    this.#write = options.write;
    this.#keyOf = options.keyOf;
    this.#most = options.most;
  }

  add(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      void this.#flush();
    });
  }

  async #flush(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    // Whatever ends in this turn of the event loop, or while the previous write is under way, goes together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#takeBatch();
      try {
        const result = await this.#write(batch.map(({ item }) => item));
        for (const { resolve } of batch) resolve(result);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = false;
  }

  #takeBatch(): Waiting<T, R>[] {
    const keys = new Set<string>();
    const batch: Waiting<T, R>[] = [];
    const later: Waiting<T, R>[] = [];
    for (const entry of this.#waiting) {
      const key = this.#keyOf(entry.item);
      if (batch.length < this.#most && !keys.has(key)) {
        keys.add(key);
        batch.push(entry);
      } else {
        later.push(entry);
      }
    }
    this.#waiting = later;
    return batch;
  }
}
