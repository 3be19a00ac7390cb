import { EXIT } from '../../../src/core/exit-codes.ts';
import type { Evidence, Finding, GenerateEvidence, RunEvidence, ScheduleEvidence } from '../evidence.ts';
import { groupBy } from './group-by.ts';
import { iso } from './words.ts';

/** A second report within this time is asked about first. */
const RECENT_MS = 3_600_000;
/** Milliseconds that are rounded are seconds of business time. */
const ROUNDING_MS = 60_000;

/** Refused before anything was begun. */
const MADE_NO_RUN: ReadonlySet<number | null> = new Set([EXIT.usage]);
const MADE_A_RUN: ReadonlySet<number | null> = new Set([EXIT.done, EXIT.workFailed, EXIT.refused]);

const isByHand = ({ trigger, retryOf }: RunEvidence): boolean => trigger !== 'schedule' && retryOf === null;

/** When it was asked for, the run's instant, lies within the command's own life. */
const isOf = (run: RunEvidence, { scheduleId, from, to }: GenerateEvidence): boolean =>
  run.scheduleId === scheduleId && run.scheduledFor >= from - ROUNDING_MS && run.scheduledFor <= to + ROUNDING_MS;

/** The commands that a run by hand may be of. */
export const requestsOf = (run: RunEvidence, generates: readonly GenerateEvidence[]): GenerateEvidence[] =>
  isByHand(run) ? generates.filter((request) => isOf(run, request)) : [];

/** A run by hand is one that an operator asked for, and whoever asks gets one, or is told why not. */
export function checkByHand({ runs, generates, schedules }: Evidence): Finding[] {
  const byHand = runs.filter(isByHand);
  const bySchedule = new Map(schedules.map((schedule) => [schedule.id, schedule]));
  return [
    ...checkAsked(byHand, generates),
    ...generates.flatMap((request) => checkRequest(request, byHand, bySchedule.get(request.scheduleId))),
  ];
}

function checkAsked(byHand: readonly RunEvidence[], generates: readonly GenerateEvidence[]): Finding[] {
  const rule = 'runs by hand as asked';
  const may = generates.filter(({ code }) => !MADE_NO_RUN.has(code));
  const stray = byHand.filter((run) => requestsOf(run, may).length === 0);
  const asked = groupBy(may, ({ scheduleId }) => scheduleId);
  const surplus = [...groupBy(byHand, ({ scheduleId }) => scheduleId)].filter(
    ([id, { length }]) => length > (asked.get(id)?.length ?? 0),
  );
  return [
    ...stray.map(({ id, scheduleId }) => ({ rule, what: `run ${id} of schedule ${scheduleId}: nobody asked for it` })),
    ...surplus.map(([id, made]) => ({ rule, what: `schedule ${id} has ${made.length}, more than were asked for` })),
  ];
}

function checkRequest(
  request: GenerateEvidence,
  byHand: readonly RunEvidence[],
  schedule: ScheduleEvidence | undefined,
): Finding[] {
  const made = byHand.filter((run) => isOf(run, request));
  const wrong = objection(request, made, schedule);
  const what = `of schedule ${request.scheduleId} at ${iso(request.from)}, exit ${request.code ?? request.signal}: ${wrong}`;
  return wrong === undefined ? [] : [{ rule: 'what is asked by hand', what }];
}

/** Why a command cannot have ended so; undefined where it can. */
function objection(
  { code, from, forced, lastReportAt }: GenerateEvidence,
  made: readonly RunEvidence[],
  schedule: ScheduleEvidence | undefined,
): string | undefined {
  if (MADE_A_RUN.has(code) && made.length === 0) return 'there is no run';
  if (code === EXIT.refused && !made.some(({ status }) => status === 'skipped_limit')) return 'no limit was met';
  const deleted = schedule?.changes.some(({ kind, to }) => kind === 'deleted' && to < from);
  if (deleted && made.length > 0) return 'it was deleted';
  const repeats = ({ scheduledFor }: RunEvidence) =>
    lastReportAt !== null && lastReportAt <= scheduledFor && lastReportAt >= scheduledFor - RECENT_MS;
  return !forced && made.length === 1 && made.some(repeats) ? 'a second report within the hour' : undefined;
}
