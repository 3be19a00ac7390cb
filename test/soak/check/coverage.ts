import type { Evidence, Finding, RunEvidence, ScheduleEvidence } from '../evidence.ts';
import { type DueInstant, dueInstants } from './expected.ts';
import { iso } from './words.ts';

/** With catch_up = skip, an instant later than this is let pass (design §4). */
const SKIP_AFTER_MS = 10 * 60_000;

/** Whichever is met first. */
const PAUSES: ReadonlySet<string | null> = new Set(['invalid', 'expired']);

/** Each due instant of each schedule is covered by exactly one run, `missed` counted, and no run is of anything else. */
export function checkCoverage(evidence: Evidence): Finding[] {
  return evidence.schedules.flatMap((schedule) => {
    const runs = evidence.runs
      .filter((run) => run.scheduleId === schedule.id && run.trigger === 'schedule')
      .sort((a, b) => a.scheduledFor - b.scheduledFor);
    if (schedule.invalid) return checkInvalid(schedule, runs, evidence.endedAt);
    const due = dueInstants(schedule, evidence.endedAt);
    return [
      ...checkDoubles(runs),
      ...checkEachRun(schedule, runs, due),
      ...checkIntervals(schedule, runs, due),
      ...checkSkips(schedule, runs),
    ];
  });
}

function checkInvalid(schedule: ScheduleEvidence, runs: readonly RunEvidence[], endedAt: number): Finding[] {
  const [created] = schedule.changes;
  const met = (created?.cursorAfter ?? 0) <= endedAt;
  const right = runs.length === 0 && (met ? PAUSES.has(schedule.pausedBy) : schedule.status === 'active');
  const what = `schedule ${schedule.id} has no zone, yet ${runs.length} runs and status ${schedule.status}`;
  return right ? [] : [{ rule: 'invalid schedule paused', what }];
}

function checkDoubles(runs: readonly RunEvidence[]): Finding[] {
  return runs
    .filter((run, i) => runs[i - 1]?.scheduledFor === run.scheduledFor)
    .map((run) => ({
      rule: 'one run an instant',
      what: `schedule ${run.scheduleId} twice for ${iso(run.scheduledFor)}`,
    }));
}

function checkEachRun(schedule: ScheduleEvidence, runs: readonly RunEvidence[], due: readonly DueInstant[]): Finding[] {
  const byTime = new Map(due.map((instant) => [instant.at, instant]));
  return runs.flatMap((run) => {
    const instant = byTime.get(run.scheduledFor);
    const of = `run ${run.id} of schedule ${schedule.id} for ${iso(run.scheduledFor)}`;
    if (instant === undefined) return [{ rule: 'runs of due instants only', what: `${of}: it was not due then` }];
    if (run.createdAt < run.scheduledFor) {
      return [{ rule: 'never early', what: `${of} was dispatched at ${iso(run.createdAt)}` }];
    }
    if (run.createdAt <= instant.until) return [];
    const what = `${of} was dispatched at ${iso(run.createdAt)}, stopped since ${iso(instant.until)}`;
    return [{ rule: 'no run of a stopped schedule', what }];
  });
}

/** Between a run and the one before it lie the instants that it stands for. */
function checkIntervals(
  schedule: ScheduleEvidence,
  runs: readonly RunEvidence[],
  due: readonly DueInstant[],
): Finding[] {
  const findings: Finding[] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const { scheduledFor, missed, id } of runs) {
    const between = due.filter(({ at }) => at > before && at <= scheduledFor);
    const least = between.filter(({ must }) => must).length;
    if (missed + 1 < least || missed + 1 > Math.max(1, between.length)) {
      const list = between.map(({ at, must }) => `${iso(at)}${must ? '' : '?'}`).join(' ');
      const what = `run ${id} of schedule ${schedule.id} stands for ${missed + 1}, due were: ${list}`;
      findings.push({ rule: 'missed counted', what });
    }
    before = scheduledFor;
  }
  const lost = due.filter(({ at, must }) => must && at > before);
  for (const { at } of lost) findings.push({ rule: 'no instant lost', what: `schedule ${schedule.id}, ${iso(at)}` });
  return findings;
}

/** A late instant is let pass where the schedule says so, and only there. */
function checkSkips({ id, catchUp }: ScheduleEvidence, runs: readonly RunEvidence[]): Finding[] {
  return runs.flatMap((run) => {
    const late = catchUp === 'skip' && run.createdAt - run.scheduledFor > SKIP_AFTER_MS;
    if (late === (run.status === 'skipped_missed')) return [];
    const what = `schedule ${id} (${catchUp}) for ${iso(run.scheduledFor)}, dispatched ${iso(run.createdAt)}: ${run.status}`;
    return [{ rule: 'late instants by policy', what }];
  });
}
