import type { ClaimedRow } from './claim-queries.ts';
import type { Refusal, TerminalStatus } from './run.ts';

const refuse = (status: TerminalStatus, errorCode: string, error: string): Refusal => ({ status, errorCode, error });

/**
 * Why a claimed run must not be worked on, cheapest check first; undefined when it may. The plan's limit is not
 * checked here: it is reserved in the same transaction, where no interleaving can pass it.
 */
export function refusalOf(row: ClaimedRow, isZone: (name: string) => boolean): Refusal | undefined {
  if (row.schedule_status === null || row.schedule_status === 'deleted') {
    return refuse('cancelled', 'schedule_deleted', 'The schedule was deleted.');
  }
  if (row.schedule_status === 'paused' && row.trigger === 'schedule') {
    return refuse('cancelled', 'schedule_paused', 'The schedule was paused.');
  }
  if (row.account_status === null) return refuse('skipped_inactive', 'account_unknown', 'The account does not exist.');
  if (row.account_status !== 'active') {
    return refuse('skipped_inactive', `account_${row.account_status}`, `The account is ${row.account_status}.`);
  }
  if (!row.email_verified) {
    return refuse('blocked_unverified', 'email_unverified', "The account's e-mail address is not verified.");
  }
  if (row.account_timezone === null || !isZone(row.account_timezone)) {
    return refuse('failed', 'bad_account_zone', "The account's time zone is unknown, so its month cannot be counted.");
  }
  // A run that has begun to deliver ends by its ledger, whoever unsubscribed meanwhile; a retry is for whom its ledger
  // and those before it left out.
  if (row.delivery_begun || row.retry_of !== null) return undefined;
  if (row.recipients === 0) return refuse('no_recipients', 'no_recipients', 'The schedule has no recipients.');
  if (row.deliverable === 0) {
    return refuse('suppressed_all', 'suppressed_all', 'Every recipient has unsubscribed or is suppressed.');
  }
  return undefined;
}
