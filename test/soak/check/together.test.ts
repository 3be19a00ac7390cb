import { describe, expect, test } from 'vitest';
import type { Evidence } from '../evidence.ts';
import { at, DAILY, DUE, first, forget, rulesBroken } from './planted.ts';

const MOMENT = { from: at('2033-03-13T17:00:00Z'), to: at('2033-03-13T17:20:00Z') };
const LATER = { ...DAILY, sendTime: '13:10' };

/** An edit and a pause of one moment: the new rule has an instant in it, which may have been dispatched or not. */
function pauseAndEdit({ schedules }: Evidence): void {
  const schedule = first(schedules);
  const cursors = { cursorBefore: DUE[2] ?? null, cursorAfter: null };
  schedule.changes.push({ kind: 'edited', rule: LATER, ...MOMENT, ...cursors, by: 'operator' });
  schedule.changes.push({ kind: 'paused', ...MOMENT, cursorBefore: null, cursorAfter: null, by: 'operator' });
  Object.assign(schedule, { status: 'paused', cursor: null });
}

describe('the soak’s checker of two operators at once', () => {
  test('has nothing to say where both got what they asked for', () => {
    const rules = rulesBroken((evidence) => {
      pauseAndEdit(evidence);
      forget(evidence, `run-${DUE[2]}`);
    });
    expect(rules).toEqual([]);
  });

  test('reports a pause that the edit undid', () => {
    expect(rulesBroken(pauseAndEdit)).toContain('runs of due instants only');
  });

  test('reports a schedule that is active though it was paused', () => {
    const rules = rulesBroken((evidence) => {
      pauseAndEdit(evidence);
      forget(evidence, `run-${DUE[2]}`);
      Object.assign(first(evidence.schedules), { status: 'active', cursor: at('2033-03-14T17:10:00Z') });
    });
    expect(rules).toContain('state as asked');
  });
});
