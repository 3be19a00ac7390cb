import { EXIT } from '../../../src/core/exit-codes.ts';
import type { Evidence, Finding, TickEvidence } from '../evidence.ts';

/** Beyond it a host's clock is refused. */
const TOLERANCE_MS = 60_000;

/** What an operator may be told: that a report went out just now, that the schedule is deleted, that the plan is used up. */
const REFUSALS: ReadonlySet<number | null> = new Set([EXIT.usage, EXIT.refused]);
const NO_REFUSALS: ReadonlySet<number | null> = new Set();

/** A tick ends as the program says that it may: no crash, and a refusal for its clock exactly where that is wrong. */
export const checkTicks = ({ ticks, generates }: Evidence): Finding[] => [
  ...ticks.flatMap((tick) => finding('how ticks end', tick, objection(tick))),
  ...generates.flatMap((tick) => finding('how generate ends', tick, objection(tick, REFUSALS))),
];

const finding = (rule: string, { host, stderr }: TickEvidence, wrong: string | undefined): Finding[] =>
  wrong === undefined ? [] : [{ rule, what: `on ${host}: ${wrong}. ${stderr}` }];

function objection({ code, signal, shiftMs, stderr }: TickEvidence, refusals = NO_REFUSALS): string | undefined {
  if (stderr.includes('"errorCode":"internal"')) return 'an error that nobody foresaw';
  // Told to end before it listens to that, it simply ends.
  if (signal === 'SIGKILL' || signal === 'SIGTERM') return undefined;
  if (code === EXIT.unavailable || refusals.has(code)) return undefined;
  const refused = code === EXIT.config;
  const off = Math.abs(shiftMs) > TOLERANCE_MS;
  if (refused !== off) return `exit ${code} with a clock ${shiftMs} ms off`;
  return refused || code === EXIT.done || code === EXIT.workFailed ? undefined : `exit ${code ?? signal}`;
}
