import type { DeliveryEvidence, Evidence, Finding, RunEvidence } from '../evidence.ts';
import { askedAs, isResend, rootOf } from './chains.ts';
import { groupBy } from './group-by.ts';

/** One recipient's row of one run of a report. */
interface Try {
  run: RunEvidence;
  row: DeliveryEvidence;
}

const GIVEN_AWAY: ReadonlySet<string> = new Set(['sending', 'sent', 'unknown']);

/** Runs that repeat a report are asked for, and send again to nobody but whom they are for. */
export function checkAgain(evidence: Evidence): Finding[] {
  const { runs, again, deliveries } = evidence;
  const runsById = new Map(runs.map((run) => [run.id, run]));
  const tries = deliveries.flatMap((row) => {
    const run = runsById.get(row.runId);
    return run ? [{ run, row }] : [];
  });
  const reports = groupBy(tries, ({ run, row }) => `report ${rootOf(run)} to ${row.recipient}`);
  const strays = runs.filter((run) => run.retryOf !== null && askedAs(run, again) === undefined);
  return [
    ...strays.map(({ id, retryOf }) => ({ rule: 'repeated as asked', what: `run ${id} of ${retryOf}` })),
    ...[...reports].flatMap(([which, own]) => checkTries(which, own, evidence)),
  ];
}

function checkTries(which: string, tries: readonly Try[], { again }: Evidence): Finding[] {
  const inOrder = [...tries].sort((a, b) => a.run.createdAt - b.run.createdAt);
  return inOrder.flatMap(({ run, row }, i) => {
    const before = new Set(inOrder.slice(0, i).map((earlier) => earlier.row.status));
    const found = (rule: string) => [{ rule, what: `${which}: ${row.status} by run ${run.id}` }];
    const resent = isResend(run, again);
    if (resent && !before.has('unknown')) return found('resent to the unknown alone');
    if (!GIVEN_AWAY.has(row.status)) return [];
    if (before.has('sent')) return found('nothing after a sent');
    return before.has('unknown') && !resent ? found('nothing after an unknown unasked') : [];
  });
}
