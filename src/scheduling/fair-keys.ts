/** The queued runs of one account, as `readFairKeys` finds them. */
export interface QueuedKeys {
  account_id: string;
  lowest: number;
  last: number;
}

/**
 * Gives each queued run its place in the fair order: an account's next run stands one place behind its last queued
 * one, or at the front when it has none queued. Claiming in key order then takes turns between accounts, with one
 * index scan and no write to a row per account. Key 0 is kept for rescued runs, which go first.
 *
 * Not guaranteed: an exact order between processes that dispatch at the same time; each continues from what it read
 * when its tick began.
 */
export class FairKeys {
  readonly #front: number;
  readonly #last: Map<string, number>;

  constructor(queued: readonly QueuedKeys[]) {
    this.#front = queued.reduce((lowest, keys) => Math.min(lowest, keys.lowest), queued[0]?.lowest ?? 0);
    this.#last = new Map(queued.map(({ account_id, last }) => [account_id, last]));
  }

  next(accountId: string): number {
    const key = Math.max(this.#front, this.#last.get(accountId) ?? 0) + 1;
    this.#last.set(accountId, key);
    return key;
  }
}
