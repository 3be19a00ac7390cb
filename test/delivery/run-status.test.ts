import { expect, test } from 'vitest';
import { type LedgerCounts, runStatusFromLedger } from '../../src/delivery/run-status.ts';

const none: LedgerCounts = { pending: 0, sending: 0, sent: 0, failed: 0, suppressed: 0, unknown: 0 };

test.each<[Partial<LedgerCounts>, string]>([
  [{}, 'no_recipients'],
  [{ suppressed: 2 }, 'suppressed_all'],
  [{ sent: 3 }, 'completed'],
  [{ sent: 1, suppressed: 2 }, 'completed'],
  [{ failed: 2 }, 'failed'],
  [{ failed: 1, suppressed: 1 }, 'failed'],
  [{ pending: 1 }, 'failed'],
  [{ sent: 2, failed: 1 }, 'partial'],
  [{ sent: 2, pending: 1 }, 'partial'],
  [{ sent: 2, sending: 1 }, 'partial'],
  [{ unknown: 1 }, 'partial'],
  [{ unknown: 1, failed: 4 }, 'partial'],
  [{ sent: 1, unknown: 1 }, 'partial'],
])('%j ends as %s (D9)', (counts, status) => {
  expect(runStatusFromLedger({ ...none, ...counts })).toBe(status);
});
