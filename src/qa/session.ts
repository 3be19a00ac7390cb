import { setTimeout as sleep } from 'node:timers/promises';
import type { QaConfiguration } from './configuration.ts';

/** What is known of one configuration's run at a moment. */
export interface QaState {
  status: string;
  /** True once nothing more will become of it. */
  final: boolean;
  runId: string | null;
  /** Why it does not count as delivered; null for a delivered one, and while it is not final. */
  fault: string | null;
  /** Why a run that is not final waits, where that is known. */
  waitsFor: string | null;
  subject: string | null;
  files: string[];
}

export interface QaResult extends Omit<QaState, 'final' | 'waitsFor'> {
  name: string;
  /** Null where the schedule could not be made. */
  scheduleId: string | null;
  delivered: boolean;
  /** From the session's begin to this configuration's end. */
  seconds: number;
}

/** Where a session's schedules live: this database, or a product behind its HTTP API. */
export interface QaDriver {
  /**
   * Makes a temporary schedule.
   * @returns its id, or why this one was refused
   * @throws ReportctlError for what would refuse every other one, too
   */
  add(configuration: QaConfiguration): Promise<{ id: string } | { refused: string }>;
  /** All are added: lets them fall due, and works on them as far as that is this side's. Rejects when that breaks. */
  begin(over: AbortSignal): Promise<void>;
  look(scheduleIds: readonly string[]): Promise<Map<string, QaState>>;
  /** Ends the session. @returns what it could not remove, or may have left, as a person can find it */
  close(options: { keepSchedules: boolean }): Promise<string[]>;
}

export interface QaOptions {
  configurations: readonly QaConfiguration[];
  timeoutMs: number;
  pollMs: number;
  keepSchedules: boolean;
  stop: AbortSignal;
  /** Told of every change, final ones included. */
  onChange: (name: string, state: QaState) => void;
  /** Told of what is left behind, also where the session itself fails. */
  onLeftovers: (leftovers: string[]) => void;
}

interface Trial {
  name: string;
  scheduleId: string | null;
  state: QaState;
  endedAt: number | undefined;
}

const stateOf = (status: string, final: boolean, fault: string | null = null): QaState => {
  return { status, final, runId: null, fault, waitsFor: null, subject: null, files: [] };
};

/**
 * Tries each configuration whole: a temporary schedule, its run, its delivery. Cleans up whatever happens, also after
 * the first signal.
 */
export async function runSession(driver: QaDriver, options: QaOptions): Promise<QaResult[]> {
  const began = performance.now();
  const over = AbortSignal.any([options.stop, AbortSignal.timeout(options.timeoutMs)]);
  const trials = options.configurations.map(({ name }): Trial => {
    return { name, scheduleId: null, state: stateOf('not tried', false), endedAt: undefined };
  });
  try {
    await addAll(driver, trials, { ...options, over });
    await watch(driver, trials, { ...options, over });
  } finally {
    const leftovers = await driver.close(options);
    if (leftovers.length > 0) options.onLeftovers(leftovers);
  }
  return trials.map((trial) => resultOf(trial, options, began));
}

type Watching = QaOptions & { over: AbortSignal };

async function addAll(driver: QaDriver, trials: readonly Trial[], options: Watching): Promise<void> {
  for (const [index, trial] of trials.entries()) {
    const configuration = options.configurations[index];
    if (!configuration || options.over.aborted) return;
    const added = await driver.add(configuration);
    if ('id' in added) trial.scheduleId = added.id;
    note(trial, 'id' in added ? stateOf('added', false) : stateOf('refused', true, added.refused), options);
  }
}

async function watch(driver: QaDriver, trials: readonly Trial[], options: Watching): Promise<void> {
  if (openOnes(trials).length === 0) return;
  const ended = new AbortController();
  const working = driver.begin(AbortSignal.any([options.over, ended.signal]));
  try {
    await lookUntilFinal(driver, trials, options, working);
  } finally {
    // Cleaning up under work that goes on would pull its rows away; what it failed with is thrown below.
    ended.abort();
    await Promise.allSettled([working]);
  }
  await working;
}

const openOnes = (trials: readonly Trial[]) =>
  trials.flatMap((trial) => {
    const { scheduleId, state } = trial;
    return scheduleId !== null && !state.final ? [{ scheduleId, trial }] : [];
  });

async function lookUntilFinal(
  driver: QaDriver,
  trials: readonly Trial[],
  options: Watching,
  working: Promise<void>,
): Promise<void> {
  const { over, pollMs } = options;
  // Its end is worth a look at once, its failure ends the session.
  let workEnds: Promise<unknown>[] = [working];
  for (;;) {
    const pause = sleep(pollMs, 'pause', { signal: over }).catch(() => 'over');
    if (!(await Promise.race([pause, ...workEnds]))) workEnds = [];
    const states = await driver.look(openOnes(trials).map(({ scheduleId }) => scheduleId));
    for (const { scheduleId, trial } of openOnes(trials)) {
      const state = states.get(scheduleId);
      if (state) note(trial, state, options);
    }
    if (openOnes(trials).length === 0 || over.aborted) return;
  }
}

function note(trial: Trial, state: QaState, { onChange }: QaOptions): void {
  const { status, final, waitsFor } = trial.state;
  const changed = state.status !== status || state.final !== final || state.waitsFor !== waitsFor;
  trial.state = state;
  if (state.final) trial.endedAt = performance.now();
  if (changed) onChange(trial.name, state);
}

function resultOf({ name, scheduleId, state, endedAt }: Trial, options: QaOptions, began: number): QaResult {
  const { final, waitsFor: _, ...known } = state;
  return {
    name,
    scheduleId,
    ...known,
    fault: final ? state.fault : unfinished(state, options),
    delivered: final && state.fault === null,
    seconds: Math.round(((endedAt ?? performance.now()) - began) / 100) / 10,
  };
}

function unfinished({ status, waitsFor }: QaState, { stop, timeoutMs }: QaOptions): string {
  const until = stop.aborted ? 'interrupted' : `not ended after ${timeoutMs / 1000} s`;
  return `${until}; it was ${status}${waitsFor === null ? '' : `: ${waitsFor}`}`;
}
