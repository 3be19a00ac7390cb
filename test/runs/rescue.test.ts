import { expect, test } from 'vitest';
import { lostRunEnd } from '../../src/runs/rescue.ts';

const started = { attempt: 1, queue: 'default', started_at: new Date(0) };
const ledger = (pending: number, status: 'completed' | 'partial' | 'failed' | null) => ({ pending, status });

test.each([
  ['died while working, attempts left', started, undefined, 'requeue'],
  ['died on its last attempt', { ...started, attempt: 3 }, undefined, 'failed'],
  ['never began, however often', { ...started, attempt: 3, started_at: null }, undefined, 'requeue'],
  ['died between messages', started, ledger(2, 'partial'), 'requeue'],
  ['died after the last message', started, ledger(0, 'completed'), 'completed'],
  ['died while the only message was on its way', started, ledger(0, 'partial'), 'partial'],
  ['died between messages on its last attempt', { ...started, attempt: 3 }, ledger(1, 'partial'), 'partial'],
  ['died before any message on its last attempt', { ...started, attempt: 3 }, ledger(3, 'failed'), 'failed'],
  ['of a session that is gone', { ...started, queue: 'qa:1' }, undefined, 'failed'],
] as const)('a run that %s', (_what, run, state, end) => {
  expect(lostRunEnd(run, state, 3)).toBe(end);
});
