/** A batch held for less than this was too small to be worth its round trips. */
const FAST_MS = 250;
/** A batch held for longer than this keeps runs from other processes. */
export const SLOW_MS = 1_000;
const MOST = 500;

/**
 * How many runs to hold at once. Starts at the concurrency, doubles while batches are worked off fast, halves when
 * they are slow: with a fixed 500, one stopped process kept 5,097 runs of others waiting; a fixed 8 claimed 4,100
 * runs a second, 64 claimed 7,800.
 */
export class BatchSize {
  #size: number;
  readonly #least: number;

  constructor(concurrency: number) {
    this.#least = concurrency;
    this.#size = concurrency;
  }

  get current(): number {
    return this.#size;
  }

  /**
   * How many to claim beside `held` others: of a fast batch's window a half, so that the other half is written
   * meanwhile.
   */
  want(held: number): number {
    return Math.min(this.#size - held, Math.max(this.#least, this.#size - this.refillAt));
  }

  /** Claim again when no more than this many are held: at once for slow work, by half batches for fast work. */
  get refillAt(): number {
    return this.#size === this.#least ? this.#least - 1 : Math.floor(this.#size / 2);
  }

  record(heldMs: number): void {
    if (heldMs < FAST_MS) this.#size = Math.min(MOST, this.#size * 2);
    else if (heldMs > SLOW_MS) this.#size = Math.max(this.#least, Math.floor(this.#size / 2));
  }
}
