import { describe, expect, test } from 'vitest';
import type { Evidence, RunEvidence } from '../evidence.ts';
import { DUE, first, messageIdOf, rulesBroken } from './planted.ts';

const DAY_MS = 86_400_000;
const [STAYS, LEAVES] = ['a@example.com', 'b@example.com'];
const SECOND = `run-${DUE[1]}`;

/** From then on it is on the list, or off it. */
function setListed({ schedules }: Evidence, email: string, value: boolean, from: number): void {
  const { recipients } = first(schedules);
  recipients[email] ??= [{ value: false, from: 0, to: 0 }];
  recipients[email].push({ value, from, to: from + 1_000 });
}

/** Without a row, a mail. */
function drop(evidence: Evidence, runId: string, recipient: string): void {
  const id = messageIdOf(runId, recipient);
  evidence.deliveries = evidence.deliveries.filter(({ messageId }) => messageId !== id);
  evidence.mails = evidence.mails.filter(({ messageId }) => messageId !== id);
}

/** With a row that says that it gets nothing. */
function withhold(evidence: Evidence, runId: string, recipient: string): void {
  const row = evidence.deliveries.find((other) => other.runId === runId && other.recipient === recipient);
  evidence.mails = evidence.mails.filter(({ messageId }) => messageId !== row?.messageId);
  Object.assign(row ?? {}, { status: 'suppressed', messageId: null });
}

const endAs = ({ runs, generations }: Evidence, runId: string, status: string): void => {
  const end: Partial<RunEvidence> = { status };
  Object.assign(runs.find(({ id }) => id === runId) ?? {}, end);
  Object.assign(generations.find((row) => row.runId === runId) ?? {}, { status: 'released' });
};

/** A day before the second instant, and in the middle of its run. */
const [BEFORE, DURING] = [(DUE[1] ?? 0) - DAY_MS / 2, (DUE[1] ?? 0) + 62_000];

describe('the soak’s checker of recipient lists', () => {
  test.for<[string, (evidence: Evidence) => void]>([
    [
      'taken off before the last runs',
      (evidence) => {
        setListed(evidence, LEAVES, false, BEFORE);
        for (const due of DUE.slice(1)) drop(evidence, `run-${due}`, LEAVES);
      },
    ],
    [
      'taken off in the middle of a run, and mailed all the same',
      (evidence) => {
        setListed(evidence, LEAVES, false, DURING);
        setListed(evidence, LEAVES, true, DURING + 60_000);
      },
    ],
    [
      'taken off in the middle of a run, and not mailed',
      (evidence) => {
        setListed(evidence, LEAVES, false, DURING);
        setListed(evidence, LEAVES, true, DURING + 60_000);
        withhold(evidence, SECOND, LEAVES);
      },
    ],
    ['put on in the middle of the last run', (evidence) => setListed(evidence, 'c@example.com', true, endOfLast)],
    [
      'taken off with everybody else',
      (evidence) => {
        for (const email of [STAYS, LEAVES]) {
          setListed(evidence, email, false, BEFORE);
          setListed(evidence, email, true, BEFORE + DAY_MS);
          drop(evidence, SECOND, email);
        }
        endAs(evidence, SECOND, 'no_recipients');
      },
    ],
  ])('has nothing to say of somebody %s', ([, plant]) => {
    expect(rulesBroken(plant)).toEqual([]);
  });

  test.for<[string, string, (evidence: Evidence) => void]>([
    [
      'a mail to somebody taken off',
      'off the list get nothing',
      (evidence) => setListed(evidence, LEAVES, false, BEFORE),
    ],
    [
      'a ledger that names somebody taken off',
      'plausible status',
      (evidence) => setListed(evidence, LEAVES, false, BEFORE),
    ],
    [
      'a ledger without somebody put on',
      'plausible status',
      (evidence) => setListed(evidence, 'c@example.com', true, BEFORE),
    ],
    ['somebody kept out without a reason', 'plausible status', (evidence) => withhold(evidence, SECOND, LEAVES)],
    [
      'no recipients where there were some',
      'plausible status',
      (evidence) => {
        setListed(evidence, LEAVES, false, BEFORE);
        for (const email of [STAYS, LEAVES]) drop(evidence, SECOND, email);
        endAs(evidence, SECOND, 'no_recipients');
      },
    ],
  ])('reports %s', ([, rule, plant]) => {
    expect(rulesBroken(plant)).toContain(rule);
  });
});

const endOfLast = (DUE[2] ?? 0) + 65_000;
