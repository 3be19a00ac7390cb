import type { DeliveryEvidence, Evidence, Finding, MailEvidence } from '../evidence.ts';
import { isResend, rootOf } from './chains.ts';
import { groupBy } from './group-by.ts';
import { possibly } from './settings.ts';
import { iso } from './words.ts';

/** How long before and after it a disruption may be what cost an answer: leases and retries, with room to spare. */
const REACH_MS = 6 * 3_600_000;

/** From the last look at the account's list to the mail server's word: a process stopped meanwhile, a clock set forward. */
const UNDER_WAY_MS = 6 * 3_600_000;

/** What the mail server accepted against what the ledger says. */
export function checkMails(evidence: Evidence): Finding[] {
  const accepted = evidence.mails.filter(({ fate }) => fate === 'accepted');
  const byId = groupBy(accepted, ({ messageId }) => messageId);
  const rows = new Map(evidence.deliveries.map((row) => [row.messageId, row]));
  return [
    ...checkOneEach(accepted),
    ...checkOneAReport(evidence, accepted, rows),
    ...checkLists(evidence, accepted, rows),
    ...checkEachMail(evidence, accepted, rows),
    ...checkLedger(evidence, byId),
    ...checkSuppressions(evidence, accepted, rows),
  ];
}

function checkOneEach(accepted: readonly MailEvidence[]): Finding[] {
  return [...groupBy(accepted, ({ messageId, to }) => `${messageId} to ${to}`)]
    .filter(([, { length }]) => length > 1)
    .map(([which, mails]) => ({
      rule: 'one mail a recipient and run',
      what: `${which}, accepted at ${mails.map(({ at }) => iso(at)).join(' and ')}`,
    }));
}

/** A retry by hand is for whom the runs before it did not reach; only who asks for it sends once more to whom they may have. */
function checkOneAReport(
  { runs, again }: Evidence,
  accepted: readonly MailEvidence[],
  rows: ReadonlyMap<string | null, DeliveryEvidence>,
): Finding[] {
  const resends = new Set(runs.filter((run) => isResend(run, again)).map(({ id }) => id));
  const roots = new Map(runs.map((run) => [run.id, rootOf(run)]));
  const reports = groupBy(accepted, ({ messageId, to }) => {
    const root = roots.get(rows.get(messageId)?.runId ?? '');
    return root === undefined ? messageId : `report ${root} to ${to}`;
  });
  return [...reports]
    .filter(([, mails]) => {
      const unasked = mails.filter(({ messageId }) => !resends.has(rows.get(messageId)?.runId ?? ''));
      return new Set(unasked.map(({ messageId }) => messageId)).size > 1;
    })
    .map(([what]) => ({ rule: 'one mail a recipient and report', what }));
}

/** Each accepted mail is one that the ledger, or the notices, know of. */
function checkEachMail(
  { notices }: Evidence,
  accepted: readonly MailEvidence[],
  rows: ReadonlyMap<string | null, DeliveryEvidence>,
): Finding[] {
  const known = new Set(notices.map(({ messageId }) => messageId));
  return accepted.flatMap(({ messageId, to }) => {
    const row = rows.get(messageId);
    if (row === undefined) {
      return known.has(messageId) ? [] : [{ rule: 'every mail recorded', what: `${messageId} to ${to}` }];
    }
    const right = row.recipient === to && (row.status === 'sent' || row.status === 'unknown');
    const what = `${messageId} to ${to}, ledger: ${row.status} for ${row.recipient}`;
    return right ? [] : [{ rule: 'every mail recorded', what }];
  });
}

function checkLedger(evidence: Evidence, byId: ReadonlyMap<string, MailEvidence[]>): Finding[] {
  return evidence.deliveries.flatMap((row) => {
    const got = byId.get(row.messageId ?? '')?.length ?? 0;
    const which = `run ${row.runId} to ${row.recipient}`;
    if (row.status === 'sent' && got !== 1) return [{ rule: 'sent means accepted', what: `${which}: ${got} mails` }];
    if (row.status === 'sending') return [{ rule: 'nothing stays sending', what: which }];
    if (row.status !== 'unknown' || explained(row, evidence)) return [];
    return [{ rule: 'unknown only where an answer was lost', what: `${which}, at ${iso(row.updatedAt)}` }];
  });
}

/** An answer was lost where the server gave none, or where something came between it and the ledger. */
function explained(row: DeliveryEvidence, { mails, disruptions }: Evidence): boolean {
  if (mails.some(({ messageId, fate }) => messageId === row.messageId && fate === 'dropped')) return true;
  return disruptions.some(({ from, to }) => from - REACH_MS <= row.updatedAt && row.updatedAt <= to + REACH_MS);
}

function checkLists(
  { schedules, runs }: Evidence,
  accepted: readonly MailEvidence[],
  rows: ReadonlyMap<string | null, DeliveryEvidence>,
): Finding[] {
  const runsById = new Map(runs.map((run) => [run.id, run]));
  const lists = new Map(schedules.map(({ id, recipients }) => [id, recipients]));
  return accepted.flatMap(({ messageId, to, at }) => {
    const row = rows.get(messageId);
    const run = runsById.get(row?.runId ?? '');
    if (run === undefined || row?.status !== 'sent') return [];
    if (possibly(lists.get(run.scheduleId)?.[to] ?? [], true, at - UNDER_WAY_MS, at)) return [];
    return [{ rule: 'off the list get nothing', what: `${to} got run ${run.id} at ${iso(at)}` }];
  });
}

function checkSuppressions(
  { accounts, runs }: Evidence,
  accepted: readonly MailEvidence[],
  rows: ReadonlyMap<string | null, DeliveryEvidence>,
): Finding[] {
  const runsById = new Map(runs.map((run) => [run.id, run]));
  const lists = new Map(accounts.map(({ id, suppressed }) => [id, suppressed]));
  return accepted.flatMap(({ messageId, to, at }) => {
    const row = rows.get(messageId);
    const run = runsById.get(row?.runId ?? '');
    // What was on its way when its process was stopped is `unknown`, and may arrive late.
    if (run === undefined || row?.status !== 'sent') return [];
    const settings = lists.get(run.accountId)?.[to] ?? [];
    if (settings.length === 0 || possibly(settings, false, at - UNDER_WAY_MS, at)) return [];
    return [{ rule: 'suppressed get nothing', what: `${to} got run ${run.id} at ${iso(at)}` }];
  });
}
