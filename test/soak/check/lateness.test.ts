import { describe, expect, test } from 'vitest';
import type { Evidence } from '../evidence.ts';
import { DUE, first, forget, rulesBroken } from './planted.ts';

const DAY_MS = 86_400_000;

/** The first run has nothing to report, and nobody gets it. */
function empty(evidence: Evidence): void {
  const run = first(evidence.runs);
  forget(evidence, run.id);
  evidence.runs.unshift({ ...run, status: 'skipped_empty', errorCode: 'empty' });
}

describe('a report that has nothing to tell', () => {
  test('is wrong where there was something', () => {
    expect(rulesBroken(empty)).toEqual(['plausible status']);
  });

  test('is right where it was made so late that the feed has forgotten the period', () => {
    const broken = rulesBroken((evidence) => {
      empty(evidence);
      first(evidence.runs).startedAt = first(DUE) + 90 * DAY_MS;
    });
    expect(broken).toEqual([]);
  });
});

test('an instant that an edit left owed goes with a pause that comes before its dispatch', () => {
  const [, , last = 0] = DUE;
  const changes = (evidence: Evidence) => first(evidence.schedules).changes;
  const edit = { from: last + 60_000, to: last + 61_000, cursorBefore: last, cursorAfter: last };
  const pause = { from: last + 90_000, to: last + 91_000, cursorBefore: last, cursorAfter: null };
  const planted = (evidence: Evidence, pauseToo: boolean) => {
    forget(evidence, `run-${last}`);
    const { rule } = first(changes(evidence));
    changes(evidence).push({ kind: 'edited', ...edit, by: 'operator', ...(rule ? { rule } : {}) });
    first(evidence.schedules).cursor = last;
    if (!pauseToo) return;
    changes(evidence).push({ kind: 'paused', ...pause, by: 'operator' });
    Object.assign(first(evidence.schedules), { status: 'paused', pausedBy: 'operator', cursor: null });
  };
  expect(rulesBroken((evidence) => planted(evidence, true))).toEqual([]);
  expect(rulesBroken((evidence) => planted(evidence, false))).toContain('no instant lost');
});
