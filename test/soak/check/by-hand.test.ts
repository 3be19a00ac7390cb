import { describe, expect, test } from 'vitest';
import type { Evidence, GenerateEvidence, RunEvidence } from '../evidence.ts';
import { at, DUE, first, forget, messageIdOf, READERS, rulesBroken, run, TICK } from './planted.ts';

const MINUTE_MS = 60_000;
/** Between two instants of the schedule. */
const ASKED = at('2033-03-13T17:00:00Z');

function request(given: Partial<GenerateEvidence> = {}): GenerateEvidence {
  const moment = { from: ASKED - MINUTE_MS, to: ASKED + 10 * MINUTE_MS };
  return { ...TICK, ...moment, scheduleId: 'daily', forced: false, lastReportAt: null, ...given };
}

function byHand(given: Partial<RunEvidence> = {}): RunEvidence {
  const stamps = { createdAt: ASKED, startedAt: ASKED + 1_000, finishedAt: ASKED + 9_000 };
  return { ...run(ASKED), ...stamps, id: 'by-hand', trigger: 'manual', ...given };
}

/** A report that was asked for, made, counted and sent to everybody. */
function deliver(evidence: Evidence): void {
  const made = byHand();
  first(evidence.accounts).limit = 4;
  evidence.generates.push(request());
  evidence.runs.push(made);
  evidence.generations.push({
    ...{ runId: made.id, accountId: made.accountId, status: 'completed', createdAt: ASKED },
  });
  for (const recipient of READERS) {
    const [messageId, updatedAt] = [messageIdOf(made.id, recipient), ASKED + 8_000];
    evidence.deliveries.push({
      ...{ runId: made.id, recipient, status: 'sent', messageId, response: '250 OK', updatedAt },
    });
    evidence.mails.push({ at: updatedAt, to: recipient, messageId, fate: 'accepted' });
  }
}

/** One that ended without a report. */
function end(evidence: Evidence, asked: Partial<GenerateEvidence>, made: Partial<RunEvidence>): void {
  evidence.generates.push(request(asked));
  evidence.runs.push(byHand(made));
}

function stop({ schedules }: Evidence, kind: 'paused' | 'deleted', from: number): void {
  const cursors = { cursorBefore: DUE[2] ?? null, cursorAfter: null };
  first(schedules).changes.push({ kind, from, to: from + 1_000, ...cursors, by: 'operator' });
}

describe('the soak’s checker of what is made by hand', () => {
  test.for<[string, (evidence: Evidence) => void]>([
    ['a report that was asked for', deliver],
    ['one that was refused', ({ generates }) => generates.push(request({ code: 2 }))],
    ['one whose command was killed', (evidence) => end(evidence, { code: null, signal: 'SIGKILL' }, CANCELLED)],
    [
      'one whose lease ended under its command',
      (evidence) => {
        const stamps = { finishedAt: ASKED + 61 * MINUTE_MS, errorCode: 'process_died', error: 'It died.' };
        end(evidence, { code: 1, to: ASKED + 61 * MINUTE_MS }, { status: 'failed', ...stamps });
      },
    ],
    [
      'one that a pause cancelled',
      (evidence) => {
        end(evidence, { code: 1 }, CANCELLED);
        stop(evidence, 'paused', ASKED + 2_000);
        stopped(evidence, 'paused');
      },
    ],
  ])('has nothing to say of %s', ([, plant]) => {
    expect(rulesBroken(plant)).toEqual([]);
  });

  test.for<[string, string, (evidence: Evidence) => void]>([
    ['a run by hand that nobody asked for', 'runs by hand as asked', ({ runs }) => runs.push(byHand(CANCELLED))],
    [
      'two runs where one was asked for',
      'runs by hand as asked',
      (evidence) => {
        deliver(evidence);
        evidence.runs.push(byHand({ ...CANCELLED, id: 'again' }));
      },
    ],
    ['a run of a refused command', 'runs by hand as asked', (evidence) => end(evidence, { code: 2 }, CANCELLED)],
    ['a command without a run', 'what is asked by hand', ({ generates }) => generates.push(request())],
    [
      'a plan’s refusal without a limit met',
      'what is asked by hand',
      (evidence) => end(evidence, { code: 3 }, { status: 'skipped_inactive' }),
    ],
    [
      'a report of a deleted schedule',
      'what is asked by hand',
      (evidence) => {
        stop(evidence, 'deleted', ASKED - 2 * MINUTE_MS);
        deliver(evidence);
      },
    ],
    [
      'a second report within the hour, unasked',
      'what is asked by hand',
      (evidence) => {
        deliver(evidence);
        first(evidence.generates).lastReportAt = ASKED - 50 * MINUTE_MS;
      },
    ],
    [
      'a report beyond the limit',
      'limit',
      (evidence) => {
        deliver(evidence);
        first(evidence.accounts).limit = 3;
      },
    ],
    [
      'a report that does not count',
      'each report counts once',
      (evidence) => {
        deliver(evidence);
        evidence.generations.pop();
      },
    ],
    [
      'a cursor that it moved on',
      'no instant lost',
      (evidence) => {
        deliver(evidence);
        evidence.runs = evidence.runs.filter(({ scheduledFor }) => scheduledFor !== DUE[2]);
      },
    ],
    [
      'one cancelled for an older pause',
      'plausible status',
      (evidence) => {
        stop(evidence, 'paused', ASKED - 12 * 3_600_000);
        end(evidence, { code: 1 }, CANCELLED);
      },
    ],
    [
      'one given up at once',
      'plausible status',
      (evidence) => end(evidence, { code: 1 }, { status: 'failed', errorCode: 'process_died', error: 'It died.' }),
    ],
    [
      'one let pass as late',
      'plausible status',
      (evidence) => end(evidence, { code: 1 }, { status: 'skipped_missed' }),
    ],
    ['a command that crashed', 'how generate ends', (evidence) => evidence.generates.push(request({ code: 99 }))],
  ])('reports %s', ([, rule, plant]) => {
    expect(rulesBroken(plant)).toContain(rule);
  });
});

const CANCELLED: Partial<RunEvidence> = { status: 'cancelled' };

/** As it is at the end, with no run after it. */
function stopped(evidence: Evidence, status: 'paused'): void {
  Object.assign(first(evidence.schedules), { status, cursor: null });
  forget(evidence, `run-${DUE[2]}`);
}
