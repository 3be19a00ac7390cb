/** The states of a row of the ledger, as its CHECK lists them. */
export const DELIVERY_STATUSES = ['pending', 'sending', 'sent', 'failed', 'suppressed', 'unknown'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** How many recipients of a run are in each state. */
export type LedgerCounts = Readonly<Record<DeliveryStatus, number>>;

export type DeliveredRunStatus = 'completed' | 'partial' | 'failed' | 'suppressed_all' | 'no_recipients';

/**
 * How a run ends that tries no more: whoever is still pending or sending did not get the report. Partial success and
 * nobody left are never mistaken for success (D9).
 */
export function runStatusFromLedger(counts: LedgerCounts): DeliveredRunStatus {
  const total = DELIVERY_STATUSES.reduce((sum, status) => sum + counts[status], 0);
  if (total === 0) return 'no_recipients';
  if (counts.suppressed === total) return 'suppressed_all';
  if (counts.sent + counts.suppressed === total) return 'completed';
  return counts.sent === 0 && counts.unknown === 0 ? 'failed' : 'partial';
}
