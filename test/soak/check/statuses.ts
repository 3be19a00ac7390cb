import { EXIT } from '../../../src/core/exit-codes.ts';
import type {
  AccountEvidence,
  DeliveryEvidence,
  Evidence,
  Finding,
  GenerateEvidence,
  RunEvidence,
  ScheduleChange,
  ScheduleEvidence,
} from '../evidence.ts';
import { requestsOf } from './by-hand.ts';
import { groupBy } from './group-by.ts';
import { possibly } from './settings.ts';

/** A process that was stopped while it read the database's clock lives so far in the past, at most. */
const LAG_MS = 4 * 3_600_000;

/** Then a tick ends what a command left in its own queue; nobody else works on that. */
const ABANDONED_MS = 2 * 3_600_000;
/** Then it ends what a command was at, instead of having it tried again. */
const LEASE_MS = 3_600_000;
/** Less than what drive/homes.ts has dates of. */
const FEED_KEEPS_MS = 80 * 24 * 3_600_000;

/** What a run's own end is judged by. */
interface Life {
  run: RunEvidence;
  schedule: ScheduleEvidence | undefined;
  account: AccountEvidence;
  ledger: DeliveryEvidence[];
  /** The commands that it may be of, where it was made by hand. */
  requests: readonly GenerateEvidence[];
  from: number;
  to: number;
  maxAttempts: number;
}

/** Every run has ended, in a status that the account's, the schedule's and the ledger's state allow. */
export function checkStatuses(evidence: Evidence): Finding[] {
  const accounts = new Map(evidence.accounts.map((account) => [account.id, account]));
  const schedules = new Map(evidence.schedules.map((schedule) => [schedule.id, schedule]));
  const ledgers = groupBy(evidence.deliveries, ({ runId }) => runId);
  return evidence.runs.flatMap((run) => {
    const account = accounts.get(run.accountId);
    if (account === undefined) return [{ rule: 'known account', what: `run ${run.id}` }];
    const life: Life = {
      run,
      schedule: schedules.get(run.scheduleId),
      account,
      ledger: ledgers.get(run.id) ?? [],
      requests: requestsOf(run, evidence.generates),
      from: run.createdAt,
      to: (run.finishedAt ?? evidence.endedAt) + LAG_MS,
      maxAttempts: evidence.maxAttempts,
    };
    const why = objection(life) ?? objectionToLedger(life);
    const error = run.errorCode === null ? '' : ` (${run.errorCode}, attempt ${run.attempt})`;
    return why === undefined ? [] : [{ rule: 'plausible status', what: `run ${run.id} ${run.status}${error}: ${why}` }];
  });
}

const count = (ledger: readonly DeliveryEvidence[], ...statuses: string[]): number =>
  ledger.filter(({ status }) => statuses.includes(status)).length;

/** Why a run cannot have ended so; undefined where it can. */
function objection(life: Life): string | undefined {
  const { run, ledger } = life;
  if (run.attempt > life.maxAttempts) return `it had ${run.attempt} attempts`;
  if (run.finishedAt !== null && run.finishedAt < run.createdAt - LAG_MS) return 'it ended before it was made';
  switch (run.status) {
    case 'completed':
      return objectionToMade(life) ?? (count(ledger, 'sent') === 0 ? 'nobody was sent to' : undefined);
    case 'partial':
      return objectionToPartial(life);
    case 'failed':
      return objectionToFailed(life);
    case 'queued':
    case 'running':
      return 'it has not ended';
    default:
      return count(ledger, 'sent', 'unknown', 'sending') > 0 ? 'something was sent' : objectionToUnmade(life);
  }
}

function objectionToMade({ run, account, schedule, ledger, from, to }: Life): string | undefined {
  if (!possibly(account.active, true, from, to)) return 'the account was not active';
  if (!possibly(account.verified, true, from, to)) return 'the account was not verified';
  if (!account.postalAddress) return 'the account has no postal address';
  if (account.limit === 0 && !account.overage) return 'the account has a limit of zero';
  const named = new Set(ledger.map(({ recipient }) => recipient));
  const listed = Object.entries(schedule?.recipients ?? {}).filter(([, list]) => !possibly(list, false, from, to));
  const leftOut = listed.flatMap(([address]) => (named.has(address) ? [] : [address]));
  // A retry is for those who were left.
  if (run.retryOf === null && leftOut.length > 0) return `its ledger leaves out ${leftOut.join(' ')}`;
  const open = count(ledger, 'pending', 'sending');
  return open > 0 ? `${open} deliveries are open` : undefined;
}

function objectionToPartial(life: Life): string | undefined {
  const { ledger, run, maxAttempts } = life;
  if (count(ledger, 'sent', 'unknown') === 0) return 'nobody was sent to';
  // Cut short, it leaves those who were never reached as they are.
  const cutShort =
    run.attempt >= maxAttempts || run.errorCode?.match(/^(account_|email_|schedule_)/) || leftAlone(life, LEASE_MS);
  const unreached = count(ledger, 'unknown', 'failed') + (cutShort ? count(ledger, 'pending') : 0);
  if (unreached === 0) return 'everybody was sent to';
  return cutShort ? undefined : objectionToMade(life);
}

function objectionToFailed(life: Life): string | undefined {
  const { ledger, run, account, maxAttempts } = life;
  if (count(ledger, 'sent', 'unknown', 'sending') > 0) return 'something was sent';
  if (run.errorCode === null || run.error === null) return 'it has no reason';
  if (run.errorCode === 'internal') return 'an error that nobody foresaw';
  if (!account.postalAddress && run.errorCode === 'postal_address_missing') return undefined;
  if (run.errorCode === 'delivery_failed') return count(ledger, 'failed') > 0 ? undefined : 'nobody was refused';
  return run.attempt >= maxAttempts || leftAlone(life, LEASE_MS) ? undefined : 'it had attempts left';
}

function objectionToUnmade(life: Life): string | undefined {
  const { run, schedule, account, from, to } = life;
  switch (run.status) {
    case 'skipped_inactive':
      return possibly(account.active, false, from, to) ? undefined : 'the account was active';
    case 'blocked_unverified':
      return possibly(account.verified, false, from, to) ? undefined : 'the account was verified';
    case 'skipped_limit':
      return account.limit === null || account.overage ? 'the account has no limit' : undefined;
    case 'skipped_empty':
      return schedule?.empty || madeLate(run) ? undefined : 'there was something to report on';
    case 'skipped_missed':
      // Else judged by how late it was dispatched.
      return run.trigger === 'schedule' ? undefined : 'a run by hand is never late';
    case 'suppressed_all':
      return addressees(life).every((address) => keptFrom(address, life)) ? undefined : 'somebody was not suppressed';
    case 'no_recipients':
      return objectionToNobody(life);
    case 'cancelled':
      return (schedule && stoppedWithin(schedule.changes, life)) || leftAlone(life, ABANDONED_MS)
        ? undefined
        : 'the schedule was not stopped';
    default:
      return 'nothing explains it';
  }
}

/** Whom a run is for: a retry's are those of its own ledger. */
const addressees = ({ schedule, ledger }: Life): string[] =>
  ledger.length > 0 ? ledger.map(({ recipient }) => recipient) : Object.keys(schedule?.recipients ?? {});

const unlisted = (address: string, { schedule, from, to }: Life): boolean =>
  possibly(schedule?.recipients[address] ?? [], false, from, to);

/** It was to get nothing, at some moment of the run's life. */
const keptFrom = (address: string, life: Life): boolean =>
  possibly(life.account.suppressed[address] ?? [], true, life.from, life.to) || unlisted(address, life);

/** Of a retry it is enough that those are off the list who were left. */
function objectionToNobody(life: Life): string | undefined {
  const off = addressees(life).filter((address) => unlisted(address, life));
  const enough = life.run.retryOf === null ? addressees(life).length : 1;
  return off.length >= enough ? undefined : 'somebody was on the list';
}

/** Who gets nothing had unsubscribed, or was taken off the list; nobody is a recipient who was never on it. */
function objectionToLedger(life: Life): string | undefined {
  const { schedule, ledger, from, to } = life;
  for (const { recipient, status } of ledger) {
    if (!possibly(schedule?.recipients[recipient] ?? [], true, from, to)) return `${recipient} was not on the list`;
    if (status === 'suppressed' && !keptFrom(recipient, life)) return `${recipient} was kept out without a reason`;
  }
  return undefined;
}

/** While a schedule is paused, nothing of it may run by itself; what is made by hand ends with the pause's own beginning. */
function stoppedWithin(changes: readonly ScheduleChange[], { run, from, to }: Life): boolean {
  return changes.some((change, i) => {
    if (change.kind !== 'paused' && change.kind !== 'deleted') return false;
    const lasts = change.kind === 'deleted' || run.trigger === 'schedule';
    const end = lasts ? (changes[i + 1]?.to ?? Number.POSITIVE_INFINITY) : change.to;
    return change.from <= to && end >= from;
  });
}

/** The command that made it was stopped, could not begin, or left it alone for so long. */
const leftAlone = ({ run, requests }: Life, forMs: number): boolean =>
  requests.some(({ code }) => code === null || code === EXIT.unavailable || code === EXIT.config) ||
  (requests.length > 0 && (run.finishedAt ?? 0) - run.createdAt > forMs);

/** Of a period before what the feed keeps, a run that waited so long has nothing left to tell. */
const madeLate = ({ startedAt, scheduledFor }: RunEvidence): boolean =>
  startedAt !== null && startedAt - scheduledFor > FEED_KEEPS_MS;
