import pLimit from 'p-limit';
import type { Bell } from '../core/bell.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Pool } from '../db/pool.ts';
import { BatchSize, SLOW_MS } from './batch-size.ts';
import { Batcher } from './batcher.ts';
import { type Claim, claimRuns } from './claim.ts';
import { outcomeOfError } from './classify.ts';
import { markStarted } from './finish-queries.ts';
import { type Ended, type WriteResult, writeOutcomes } from './finisher.ts';
import { type HeldRuns, WorkInterrupted } from './held-runs.ts';
import type { ClaimedRun, RunOutcome } from './run.ts';
import { logEnd, logFailure, runFields } from './run-log.ts';
import { RunTrace } from './run-trace.ts';

/** Finished runs of at most so many are written by one statement. */
const FINISH_BATCH = 500;
/** A run that lives this long is marked as started when its claim could not mark it. */
const MARK_AFTER_MS = 50;

export interface RunContext {
  signal: AbortSignal;
  /** Names the run in each line. */
  log: Log;
  /** Told of what the run's last line says. */
  trace: RunTrace;
}

/** Makes and delivers one report. Must obey `signal`; may throw, which the worker turns into an outcome. */
export type RunStep = (run: ClaimedRun, context: RunContext) => Promise<RunOutcome>;

export interface WorkerOptions {
  pool: Pool;
  clock: Clock;
  log: Log;
  held: HeldRuns;
  step: RunStep;
  queue: string;
  host: string;
  concurrency: number;
  accountConcurrency: number;
  leaseMs: number;
  maxAttempts: number;
  isZone: (name: string) => boolean;
  random: () => number;
  /** False once the process should claim nothing more: its budget is used up or it was told to stop. */
  mayClaim: () => boolean;
  /** True while a dispatcher may still queue runs; it rings `changed` when it did or is done. */
  moreExpected: () => boolean;
  changed: Bell;
  onWritten: (result: WriteResult) => void;
  onClaimed: (count: number) => void;
}

/** Claims and works runs off, at most `concurrency` at once, until nothing is ready. */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #size: BatchSize;
  readonly #ends: Batcher<Ended, void>;
  #failure: unknown;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#limit = pLimit(options.concurrency);
    this.#size = new BatchSize(options.concurrency);
    this.#ends = new Batcher<Ended, void>({
      write: (ended) => this.#write(ended),
      keyOf: ({ run }) => run.scheduleId,
      most: FINISH_BATCH,
    });
  }

  /** @throws the first error that kept outcomes from being written, after all other work has ended */
  async run(): Promise<void> {
    const { held, changed } = this.#options;
    for (;;) {
      // All before the claim: whatever is dispatched, or ends and frees its account's cap, while it runs is looked at
      // once more.
      const change = changed.wait();
      const expected = this.#options.moreExpected();
      const idle = held.size === 0;
      const claiming = this.#failure === undefined && this.#options.mayClaim() && held.size <= this.#size.refillAt;
      if (claiming && (await this.#claimSome()) > 0) continue;
      const mayContinue = claiming && this.#failure === undefined && expected;
      if (idle && !mayContinue) break;
      await change;
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** A claim that fails must not leave the work that is under way without its end. */
  async #claimSome(): Promise<number> {
    try {
      return await this.#claim();
    } catch (error) {
      this.#failure ??= error;
      return 0;
    }
  }

  async #claim(): Promise<number> {
    const options = this.#options;
    const now = options.clock.now();
    const want = this.#size.want(options.held.size);
    const claim = await claimRuns(options.pool, {
      queue: options.queue,
      now,
      want,
      leaseUntil: new Date(now.getTime() + options.leaseMs),
      host: options.host,
      hostConcurrency: options.concurrency,
      accountConcurrency: options.accountConcurrency,
      ownTokens: options.held.tokens,
      startedAt: want <= options.concurrency ? now : null,
      isZone: options.isZone,
    });
    const count = claim.ready.length + claim.refused.length;
    if (count > 0) this.#start(claim, want > options.concurrency);
    options.onClaimed(count);
    return count;
  }

  #start(claim: Claim, unmarked: boolean): void {
    const { held, clock } = this.#options;
    const claimedAt = performance.now();
    this.#limit.concurrency = Math.max(1, claim.slots);
    const ends = [
      ...claim.refused.map(({ run, refusal }) => {
        held.add(run);
        const now = clock.now();
        return this.#end({ run, outcome: { kind: 'finished', ...refusal }, startedAt: now, finishedAt: now });
      }),
      ...claim.ready.map((run) => {
        const signal = held.add(run);
        return this.#limit(() => this.#work(run, signal, unmarked, claimedAt)).then((end) => this.#end(end));
      }),
    ];
    if (claim.ready.length > 0) this.#measure(Promise.all(ends), claimedAt);
  }

  /** Refusals say nothing of how fast work is. A slow batch is known as such before it ends. */
  #measure(ends: Promise<unknown>, claimedAt: number): void {
    const slow = setTimeout(() => this.#size.record(Number.POSITIVE_INFINITY), SLOW_MS);
    void ends.then(() => {
      clearTimeout(slow);
      const heldMs = performance.now() - claimedAt;
      if (heldMs < SLOW_MS) this.#size.record(heldMs);
    });
  }

  /**
   * Resolves before the end is written: slots that wait for a commit would keep batches as small as the concurrency
   * (5,000 runs: 1,132 writes instead of 20).
   */
  async #work(run: ClaimedRun, signal: AbortSignal, unmarked: boolean, claimedAt: number): Promise<Ended> {
    const { clock, log, step } = this.#options;
    const startedAt = clock.now();
    const mark = unmarked ? this.#markLater(run, startedAt) : undefined;
    const runLog = log.child(runFields(run));
    const trace = new RunTrace();
    trace.stages.add('wait', performance.now() - claimedAt);
    runLog.debug({ trigger: run.trigger, scheduledFor: run.scheduledFor }, 'run begun');
    const outcome = await this.#outcomeOf(() => step(run, { signal, log: runLog, trace }), run, signal, runLog);
    clearTimeout(mark);
    return { run, outcome, startedAt, finishedAt: clock.now(), trace };
  }

  async #outcomeOf(
    work: () => Promise<RunOutcome>,
    run: ClaimedRun,
    signal: AbortSignal,
    log: Log,
  ): Promise<RunOutcome> {
    const { clock, maxAttempts, random } = this.#options;
    try {
      signal.throwIfAborted();
      return await work();
    } catch (error) {
      if (signal.reason instanceof WorkInterrupted) {
        const { message, reason } = signal.reason;
        return { kind: 'requeued', availableAt: null, burnAttempt: false, errorCode: reason, error: message };
      }
      const outcome = outcomeOfError(error, run, { now: clock.now(), maxAttempts, random });
      logFailure(log, error, outcome);
      return outcome;
    }
  }

  #markLater(run: ClaimedRun, startedAt: Date): NodeJS.Timeout {
    const { pool, log } = this.#options;
    return setTimeout(() => {
      markStarted(pool, [{ id: run.id, token: run.token, startedAt }]).catch((error: unknown) => {
        log.warn({ runId: run.id, error: error instanceof Error ? error.message : error }, 'could not mark the start');
      });
    }, MARK_AFTER_MS);
  }

  async #end(end: Ended): Promise<void> {
    try {
      await this.#ends.add(end);
    } catch (error) {
      this.#failure ??= error;
    } finally {
      this.#options.held.release(end.run);
      this.#options.changed.ring();
    }
  }

  async #write(ended: Ended[]): Promise<void> {
    const { pool, log, onWritten } = this.#options;
    const result = await writeOutcomes(pool, ended, log);
    for (const end of result.written) logEnd(log, end);
    onWritten(result);
  }
}
