import type { CadenceRule } from '../../../src/scheduling/cadence-rule.ts';
import type { BusinessMs, ScheduleChange, ScheduleEvidence } from '../evidence.ts';
import { instantsOf } from './instants.ts';

/** One instant that a schedule was due at. */
export interface DueInstant {
  at: BusinessMs;
  /** False where it fell into the time of a change, or was owed when the schedule was stopped: it may have no run. */
  must: boolean;
  /** A run of it may be dispatched until then: a stopped schedule has no more. */
  until: BusinessMs;
}

/** A schedule's life between two changes. */
interface Period {
  rule: CadenceRule;
  opened: ScheduleChange;
  closed: ScheduleChange | undefined;
}

/** Every instant at which the schedule was due up to `endedAt`, in order, from its definition and what was done to it. */
export function dueInstants(schedule: ScheduleEvidence, endedAt: BusinessMs): DueInstant[] {
  const byTime = new Map<BusinessMs, DueInstant>();
  const add = (instant: DueInstant) => {
    const known = byTime.get(instant.at);
    const until = Math.max(instant.until, known?.until ?? 0);
    byTime.set(instant.at, { at: instant.at, must: instant.must || (known?.must ?? false), until });
  };
  for (const period of periodsOf(schedule.changes)) {
    for (const instant of instantsOfPeriod(period, endedAt)) add(instant);
  }
  const expiry = schedule.expiresAt ?? Number.POSITIVE_INFINITY;
  return [...byTime.values()].filter(({ at }) => at < expiry).sort((a, b) => a.at - b.at);
}

function periodsOf(changes: readonly ScheduleChange[]): Period[] {
  const periods: Period[] = [];
  let rule: CadenceRule | undefined;
  let open: Period | undefined;
  for (const change of changes) {
    const runs = open !== undefined;
    if (open) open.closed = change;
    rule = change.rule ?? rule;
    const begins = change.kind === 'created' || change.kind === 'resumed' || (change.kind === 'edited' && runs);
    open = begins && rule ? { rule, opened: change, closed: undefined } : undefined;
    if (open) periods.push(open);
  }
  return periods;
}

function instantsOfPeriod({ rule, opened, closed }: Period, endedAt: BusinessMs): DueInstant[] {
  const until = closed && closed.kind !== 'edited' ? closed.to : Number.POSITIVE_INFINITY;
  const owed = opened.kind === 'edited' ? owedAt(opened) : [];
  // Of what was owed when the rule changed, the new rule may be said to have had a part, too.
  const from = opened.kind === 'edited' ? Math.min(opened.from, opened.cursorBefore ?? opened.from) : opened.from;
  const to = closed?.to ?? endedAt;
  const certainTo = closed ? certainUpTo(closed) : endedAt;
  const own = instantsOf(rule, from, to).map((at) => ({ at, must: at > opened.to && at <= certainTo, until }));
  // Owed by an edit, and dropped again where a pause came before the next dispatch.
  return [...owed.map((at) => ({ at, must: at <= certainTo, until })), ...own];
}

/** An edit leaves an instant that is due at this moment: it stays owed, whatever the new rule says. */
function owedAt({ cursorBefore, cursorAfter, to }: ScheduleChange): BusinessMs[] {
  return cursorAfter !== null && cursorAfter === cursorBefore && cursorAfter <= to ? [cursorAfter] : [];
}

/** What the cursor had passed before the change had its run by then; the rest may have been dropped with it. */
function certainUpTo({ from, to, cursorBefore }: ScheduleChange): BusinessMs {
  return cursorBefore !== null && cursorBefore <= to ? Math.min(from, cursorBefore) - 1 : from;
}
