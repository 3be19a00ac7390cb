import { SingleFlight } from './single-flight.ts';

export interface MemoOptions<T> {
  /** Milliseconds on any steady scale. */
  now: () => number;
  /** A value older than this is made anew. */
  maxAgeMs: number;
  /** What all kept values may weigh together; the least recently used give way. */
  maxWeight: number;
  weigh: (value: T) => number;
  /** False for results that must not be kept, such as truncated ones. */
  storable: (value: T) => boolean;
}

interface Kept<T> {
  value: T;
  weight: number;
  madeAt: number;
}

/** Values of one process for a while, each made once however many ask at the same time; failures are not kept. */
export class Memo<T> {
  readonly #options: MemoOptions<T>;
  readonly #flights = new SingleFlight<T>();
  /** The least recently used first. */
  readonly #kept = new Map<string, Kept<T>>();
  #weight = 0;

  constructor(options: MemoOptions<T>) {
    this.#options = options;
  }

  /** The kept value, or a new one. All callers get the same object, so it is not to be changed. */
  async get(key: string, make: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const found = this.#find(key);
    if (found !== undefined) return found.value;
    const madeAt = this.#options.now();
    const makeAndKeep = async () => {
      const value = await make();
      if (this.#options.storable(value)) this.#keep(key, { value, madeAt, weight: this.#options.weigh(value) });
      return value;
    };
    return this.#flights.run(key, makeAndKeep, signal);
  }

  #find(key: string): Kept<T> | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    this.#forget(key);
    if (this.#options.now() - kept.madeAt >= this.#options.maxAgeMs) return undefined;
    this.#keep(key, kept);
    return kept;
  }

  #keep(key: string, kept: Kept<T>): void {
    if (kept.weight > this.#options.maxWeight) return;
    this.#forget(key);
    this.#kept.set(key, kept);
    this.#weight += kept.weight;
    for (const oldest of this.#kept.keys()) {
      if (this.#weight <= this.#options.maxWeight) break;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#weight -= this.#kept.get(key)?.weight ?? 0;
    this.#kept.delete(key);
  }
}
