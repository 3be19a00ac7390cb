import type { Clock } from '../../src/core/clock.ts';

/** A point that real and business time share, and how many business milliseconds one real millisecond is. */
export interface Epoch {
  realMs: number;
  businessMs: number;
  rate: number;
}

export const businessAt = ({ realMs, businessMs, rate }: Epoch, real: number): number =>
  Math.floor(businessMs + (real - realMs) * rate);

/** What a process makes of the database's real time: it then goes on by its own monotonic clock, as in production. */
export function acceleratedClock(epoch: Epoch, databaseTime: Date): Clock {
  const origin = performance.now();
  return { now: () => new Date(businessAt(epoch, databaseTime.getTime() + performance.now() - origin)) };
}

/** The driver's business time. It jumps where all hosts were away for a while, or a clock was set forward. */
export class BusinessTime {
  #epoch: Epoch;

  constructor(startMs: number, rate: number) {
    this.#epoch = { realMs: Date.now(), businessMs: startMs, rate };
  }

  /** For processes that start now. */
  get epoch(): Epoch {
    return this.#epoch;
  }

  now(): number {
    return businessAt(this.#epoch, Date.now());
  }

  jump(aheadMs: number, rate = this.#epoch.rate): void {
    this.#epoch = { realMs: Date.now(), businessMs: this.now() + aheadMs, rate };
  }
}
