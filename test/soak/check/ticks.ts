import { EXIT } from '../../../src/core/exit-codes.ts';
import type { Evidence, Finding, TickEvidence } from '../evidence.ts';

/** Beyond it a host's clock is refused. */
const TOLERANCE_MS = 60_000;

/** A tick ends as the program says that it may: no crash, and a refusal for its clock exactly where that is wrong. */
export function checkTicks({ ticks }: Evidence): Finding[] {
  return ticks.flatMap((tick) => {
    const wrong = objection(tick);
    return wrong === undefined ? [] : [{ rule: 'how ticks end', what: `on ${tick.host}: ${wrong}. ${tick.stderr}` }];
  });
}

function objection({ code, signal, shiftMs, stderr }: TickEvidence): string | undefined {
  if (stderr.includes('"errorCode":"internal"')) return 'an error that nobody foresaw';
  // Told to end before it listens to that, it simply ends.
  if (signal === 'SIGKILL' || signal === 'SIGTERM') return undefined;
  if (code === EXIT.unavailable) return undefined;
  const refused = code === EXIT.config;
  const off = Math.abs(shiftMs) > TOLERANCE_MS;
  if (refused !== off) return `exit ${code} with a clock ${shiftMs} ms off`;
  return refused || code === EXIT.done || code === EXIT.workFailed ? undefined : `exit ${code ?? signal}`;
}
