import type { Bell } from '../core/bell.ts';
import { DISPATCH_BATCH, dispatchBatch } from '../scheduling/dispatch.ts';
import { readFairKeys } from '../scheduling/dispatch-queries.ts';
import { FairKeys } from '../scheduling/fair-keys.ts';
import { afterwards } from './afterwards.ts';
import { noteTick } from './queries.ts';
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
  readonly #onRescued: () => void;
  #pass: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #busy = false;
  #failure: unknown;

  /**
   * @param changed rung when runs were queued, and when a pass is over
   * @param onRescued told that rescued runs wait to be claimed, each by a process that holds nothing else
   */
  constructor(options: TickOptions, summary: TickSummary, changed: Bell, onRescued: () => void) {
    this.#options = options;
    this.#summary = summary;
    this.#changed = changed;
    this.#onRescued = onRescued;
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
      this.#begin(() => this.#nextMinute());
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

  /** What the next minute's tick would do: it also shows that this host is alive. */
  async #nextMinute(): Promise<void> {
    const { pool, host, queue, clock, notify } = this.#options;
    const state = await noteTick(pool, { host, queue, now: clock.now() });
    if (state.lost && (await rescue(this.#options, this.#summary)) > 0) this.#onRescued();
    await this.#dispatchAll();
    if (state.notices) await afterwards(this.#options, 'notices not sent', notify);
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
