import type { Bell } from '../core/bell.ts';
import { DISPATCH_BATCH, dispatchBatch } from '../scheduling/dispatch.ts';
import { readFairKeys } from '../scheduling/dispatch-queries.ts';
import { FairKeys } from '../scheduling/fair-keys.ts';
import { rescue } from './rescue.ts';
import type { TickOptions } from './tick-options.ts';
import { countStatus, type TickSummary } from './tick-summary.ts';

/**
 * Dispatches beside the work: the first reports are made while later batches are still covered. With `untilIdle` it
 * comes back each minute, because then no other tick does.
 */
export class Dispatcher {
  readonly #options: TickOptions;
  readonly #summary: TickSummary;
  readonly #changed: Bell;
  #pass: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #busy = false;
  #failure: unknown;

  /** @param changed rung when runs were queued, and when a pass is over */
  constructor(options: TickOptions, summary: TickSummary, changed: Bell) {
    this.#options = options;
    this.#summary = summary;
    this.#changed = changed;
  }

  /** True when no pass is under way: what is queued now is all there is for the moment. */
  get done(): boolean {
    return !this.#busy;
  }

  start(): void {
    this.#begin(() => this.#dispatchAll());
    if (!this.#options.untilIdle) return;
    this.#timer = setInterval(() => {
      if (this.#busy || this.#options.stop.aborted) return;
      this.#begin(async () => {
        await rescue(this.#options, this.#summary);
        await this.#dispatchAll();
      });
    }, this.#options.redispatchMs);
  }

  /** Starts no new pass and waits for the one under way. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#pass;
  }

  /** @throws what a pass failed with; the work of other runs was not kept from ending by it */
  throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  #begin(work: () => Promise<void>): void {
    this.#busy = true;
    this.#pass = work()
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => {
        this.#busy = false;
        this.#changed.ring();
      });
  }

  async #dispatchAll(): Promise<void> {
    const { pool, queue, clock, log, stop } = this.#options;
    const fairKeys = new FairKeys(await readFairKeys(pool, queue));
    for (let examined = DISPATCH_BATCH; examined === DISPATCH_BATCH && !stop.aborted; ) {
      const batch = await dispatchBatch(pool, { queue, now: clock.now(), fairKeys });
      examined = batch.examined;
      this.#summary.dispatched += batch.dispatched;
      this.#summary.paused += batch.paused.length;
      countStatus(this.#summary, 'skipped_missed', batch.skippedMissed);
      for (const pause of batch.paused) log.warn(pause, 'schedule paused');
      this.#changed.ring();
    }
  }
}
