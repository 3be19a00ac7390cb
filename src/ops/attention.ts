import { ageInWords } from './age.ts';
import { OVERDUE_MS, type Status } from './status.ts';

/** Something that does not mend itself, and what a person does about it. */
export interface Attention {
  /** Stable, snake_case, for scripts. */
  code: string;
  what: string;
  todo: string;
}

/** A host that has not ticked for so long is one that was taken away; `prune` forgets it. */
const GONE_MS = 24 * 3_600_000;
/** Ready runs wait while others are made; half an hour is longer than any tick's work. */
const STUCK_MS = 30 * 60_000;

/** What in a status needs a person, the most pressing first; empty when nothing does. */
export function attentions(status: Status): Attention[] {
  return [
    ...ofHosts(status),
    ...ofHold(status),
    ...ofQueue(status),
    ...ofFailures(status),
    ...ofPaused(status),
    ...ofUnknown(status),
    ...ofPlans(status),
  ];
}

function ofHosts({ hosts, at }: Status): Attention[] {
  const todo = 'On the host run: reportctl doctor, then check that its crontab or timer runs “reportctl tick”.';
  const seen = hosts.map(({ host, last_tick_at }) => ({ host, age: at.getTime() - (last_tick_at?.getTime() ?? 0) }));
  if (!seen.some(({ age }) => age <= GONE_MS)) {
    return [{ code: 'no_tick', what: 'No host has ticked within a day: no report is made.', todo }];
  }
  return seen
    .filter(({ age }) => age > OVERDUE_MS && age <= GONE_MS)
    .map(({ host, age }) => ({ code: 'host_silent', what: `${host} has not ticked for ${ageInWords(age)}.`, todo }));
}

/** It never ends by itself. */
function ofHold({ hold, at }: Status): Attention[] {
  if (!hold.on) return [];
  const since = hold.since ? ` for ${ageInWords(at.getTime() - hold.since.getTime())}` : '';
  const reason = hold.reason ? `: ${hold.reason}` : '';
  return [
    {
      code: 'hold',
      what: `A hold stops all sending${since}${reason}.`,
      todo: 'When it is over run: reportctl hold off',
    },
  ];
}

function ofQueue({ queue, hold, at }: Status): Attention[] {
  const found: Attention[] = [];
  if (queue.overdue > 0) {
    found.push({
      code: 'overdue',
      what: `${counted(queue.overdue, 'schedule')} should have been dispatched over ${ageInWords(OVERDUE_MS)} ago.`,
      todo: 'Run: reportctl tick, and read what it says.',
    });
  }
  const waited = queue.oldest_ready ? at.getTime() - queue.oldest_ready.getTime() : 0;
  if (waited > STUCK_MS && !hold.on) {
    found.push({
      code: 'queue_stuck',
      what: `A ready run waits for ${ageInWords(waited)}, of ${queue.ready} that are ready.`,
      todo: 'More hosts or a higher CONCURRENCY make it shorter; reportctl tick says what fails.',
    });
  }
  if (queue.lost > 0) {
    found.push({
      code: 'runs_lost',
      what: `${counted(queue.lost, 'run')} lost ${queue.lost === 1 ? 'its' : 'their'} process and nobody took over.`,
      todo: 'The next tick of any host rescues them. Run: reportctl tick',
    });
  }
  return found;
}

function ofFailures({ failures }: Status): Attention[] {
  return failures
    .filter(({ open }) => open > 0)
    .map(({ error_code, open }) => ({
      code: 'failures',
      what: `${counted(open, 'run')} of the last day failed: ${error_code ?? 'no cause noted'}.`,
      todo: `Mend the cause, then: reportctl runs retry --failed --since 24h${error_code ? ` --code ${error_code}` : ''}`,
    }));
}

function ofPaused({ paused, broken }: Status): Attention[] {
  const count = paused
    .filter(({ paused_by }) => paused_by === 'failures' || paused_by === 'invalid')
    .reduce((sum, { schedules }) => sum + schedules, 0);
  const [first] = broken;
  if (count === 0 || !first) return [];
  return [
    {
      code: 'schedules_paused',
      what: `${counted(count, 'schedule')} paused after failures or as invalid.`,
      todo: `Mend and resume each: reportctl schedules show ${first.id}`,
    },
  ];
}

function ofUnknown({ unknown }: Status): Attention[] {
  if (unknown.recent === 0) return [];
  return [
    {
      code: 'deliveries_unknown',
      what: `Of ${counted(unknown.recent, 'message')} of the last day the mail server's answer was lost; none is sent again.`,
      todo: `Look in the mail server's log whether they arrived; if not: reportctl runs resend --unknown ${unknown.latest_run}`,
    },
  ];
}

/** An account at its limit is its plan at work; one that no plan answers for is nobody's wish. */
function ofPlans({ nearLimit }: Status): Attention[] {
  return nearLimit
    .filter(({ reason }) => reason !== undefined)
    .map(({ name, accountId, reason }) => ({
      code: 'account_denied',
      what: `${name} gets no report. ${reason}`,
      todo: `Give it a plan or a zone: reportctl accounts set ${accountId} --plan <slug>`,
    }));
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
