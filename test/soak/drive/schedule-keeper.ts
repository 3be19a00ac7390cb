import type { Pool } from '../../../src/db/pool.ts';
import { deleteSchedule, pauseSchedule, resumeSchedule } from '../../../src/pipeline/schedule-state.ts';
import type { CadenceRule } from '../../../src/scheduling/cadence-rule.ts';
import { changeSchedule } from '../../../src/scheduling/change.ts';
import type { BusinessTime } from '../business-time.ts';
import type { ScheduleChange } from '../evidence.ts';
import { endsOf, orderOf, type Pair } from '../plan/pairs.ts';
import { readSchedules, type ScheduleRow } from './archive.ts';
import type { Journal, KnownSchedule } from './journal.ts';
import { patiently } from './patiently.ts';

const STATUS_AFTER: Partial<Record<ScheduleChange['kind'], KnownSchedule['status']>> = {
  paused: 'paused',
  resumed: 'active',
  deleted: 'deleted',
};

/** Pauses, resumes, edits and deletes schedules, and writes down when, and what their cursors were. */
export class ScheduleKeeper {
  readonly #pool: Pool;
  readonly #time: BusinessTime;
  readonly #journal: Journal;

  constructor(pool: Pool, time: BusinessTime, journal: Journal) {
    this.#pool = pool;
    this.#time = time;
    this.#journal = journal;
  }

  /** Looks at all schedules, for pauses that the program made by itself. */
  async look(): Promise<void> {
    const at = this.#time.now();
    const rows = await patiently(() => readSchedules(this.#pool));
    const to = this.#time.now();
    const known = new Map(rows.map((row) => [row.id, row]));
    for (const schedule of this.#journal.schedules) note(schedule, known.get(schedule.id), at, to);
  }

  pause(pick: number): Promise<void> {
    return this.#change(pick, 'active', 'paused', (id) => pauseSchedule(this.#pool, id, 'soak', this.#now()));
  }

  resume(pick: number): Promise<void> {
    return this.#change(pick, 'paused', 'resumed', (id) => resumeSchedule(this.#pool, id, this.#now()));
  }

  /** A resume of what is active already is to change nothing. */
  async resumeActive(pick: number): Promise<void> {
    const schedule = this.#choose(pick, 'active');
    if (schedule) await patiently(() => resumeSchedule(this.#pool, schedule.id, this.#now()));
  }

  remove(pick: number): Promise<void> {
    return this.#change(pick, 'active', 'deleted', (id) => deleteSchedule(this.#pool, id, this.#now()));
  }

  edit(pick: number, rule: CadenceRule): Promise<void> {
    const edit = (id: string) => changeSchedule(this.#pool, id, { rule: givenOf(rule) }, this.#now());
    return this.#change(pick, undefined, 'edited', edit, rule);
  }

  /** Two operators at once, of whom neither knows of the other. */
  async together(pick: number, pair: Pair, rule: CadenceRule): Promise<void> {
    await this.look();
    const schedule = this.#choose(pick, undefined);
    if (schedule === undefined || schedule.status === 'deleted') return;
    const { id, seenCursor: cursorBefore, status: before } = schedule;
    const from = this.#time.now();
    await Promise.all(worksOf(pair, rule).map((work) => patiently(() => work(this.#pool, id, this.#now()))));
    const to = this.#time.now();
    const row = (await patiently(() => readSchedules(this.#pool))).find((other) => other.id === id);
    const after = row?.status === 'active' ? 'active' : 'paused';
    for (const [i, kind] of orderOf(pair, before, after).entries()) {
      const cursors = { cursorBefore: i === 0 ? cursorBefore : null, cursorAfter: row?.cursor ?? null };
      schedule.changes.push({ kind, from, to, ...cursors, by: 'operator', ...(kind === 'edited' ? { rule } : {}) });
    }
    // Where it ended as neither may have left it, the checker is to see what they asked for.
    schedule.status = endsOf(pair).includes(after) ? after : before;
    note(schedule, row, from, this.#time.now());
  }

  #now = (): Date => new Date(this.#time.now());

  async #change(
    pick: number,
    status: KnownSchedule['status'] | undefined,
    kind: ScheduleChange['kind'],
    work: (id: string) => Promise<unknown>,
    rule?: CadenceRule,
  ): Promise<void> {
    await this.look();
    const schedule = this.#choose(pick, status);
    if (schedule === undefined) return;
    const cursorBefore = schedule.seenCursor;
    const from = this.#time.now();
    await patiently(() => work(schedule.id));
    const to = this.#time.now();
    const row = (await patiently(() => readSchedules(this.#pool))).find(({ id }) => id === schedule.id);
    const cursorAfter = row?.cursor ?? null;
    schedule.changes.push({ kind, from, to, cursorBefore, cursorAfter, by: 'operator', ...(rule ? { rule } : {}) });
    schedule.status = STATUS_AFTER[kind] ?? schedule.status;
    note(schedule, row, from, this.#time.now());
  }

  /** Those that expire, or were spoilt, are left to the program. */
  #choose(pick: number, status: KnownSchedule['status'] | undefined): KnownSchedule | undefined {
    const fit = this.#journal.schedules.filter(
      (schedule) =>
        !schedule.invalid &&
        schedule.expiresAt === null &&
        (status === undefined ? schedule.status !== 'deleted' : schedule.status === status),
    );
    return fit[Math.floor(pick * fit.length)];
  }
}

type Work = (pool: Pool, id: string, now: Date) => Promise<unknown>;

const givenOf = (rule: CadenceRule) => Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== null));

function worksOf(pair: Pair, rule: CadenceRule): Work[] {
  const edit: Work = (pool, id, now) => changeSchedule(pool, id, { rule: givenOf(rule) }, now);
  const pause: Work = (pool, id, now) => pauseSchedule(pool, id, 'soak', now);
  if (pair === 'pause and resume') return [pause, resumeSchedule];
  return [pair === 'pause and edit' ? pause : resumeSchedule, edit];
}

/** @param at when it was asked, @param to when the answer was there */
function note(schedule: KnownSchedule, row: ScheduleRow | undefined, at: number, to: number): void {
  if (row === undefined) return;
  if (row.status === 'paused' && schedule.status === 'active') {
    const { seenAt: from, seenCursor: cursorBefore } = schedule;
    schedule.changes.push({ kind: 'paused', from, to, cursorBefore, cursorAfter: null, by: 'program' });
    schedule.status = 'paused';
  }
  schedule.seenAt = at;
  schedule.seenCursor = row.cursor;
}
