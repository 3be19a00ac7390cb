import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { check } from './check/check.ts';
import { soak } from './drive/soak.ts';
import type { Evidence, Finding } from './evidence.ts';

const USAGE = 'Usage: npm run soak -- --minutes <n> [--seed <n>]\n';
const SHOWN = 40;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function readNumber(text: string | undefined, otherwise: number): number | undefined {
  if (text === undefined) return otherwise;
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** Undefined for what it does not know, `--help` among it. */
function readOptions() {
  try {
    return parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } }).values;
  } catch {
    return undefined;
  }
}

async function main(): Promise<number> {
  const options = readOptions();
  const minutes = options && readNumber(options.minutes, 2);
  const seed = readNumber(options?.seed, Math.floor(Math.random() * 1_000_000));
  if (minutes === undefined || seed === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  say(`soak: seed ${seed}, ${minutes} min`);
  const { evidence, counts } = await soak({ seed, minutes, progress: (line) => say(`soak: ${line}`) });
  say(summary(evidence, counts));
  const findings = check(evidence);
  return findings.length === 0 ? 0 : report(evidence, findings, `npm run soak -- --minutes ${minutes} --seed ${seed}`);
}

function summary({ runs, mails, deliveries, ticks }: Evidence, counts: ReadonlyMap<string, number>): string {
  const tally = (items: readonly string[]) =>
    [...new Set(items)]
      .sort()
      .map((item) => `${item} ${items.filter((other) => other === item).length}`)
      .join(', ');
  return [
    `did: ${[...counts]
      .sort()
      .map(([what, times]) => `${what} ${times}`)
      .join(', ')}`,
    `longest ticks: ${ticks
      .map(({ tookMs }) => tookMs)
      .sort((a, b) => b - a)
      .slice(0, 5)
      .join(', ')} ms`,
    `runs: ${tally(runs.map(({ status }) => status))}`,
    `missed: ${runs.reduce((sum, { missed }) => sum + missed, 0)}; errors: ${tally(runs.flatMap(({ errorCode }) => errorCode ?? []))}`,
    `mails: ${tally(mails.map(({ fate }) => fate))}; ledger: ${tally(deliveries.map(({ status }) => status))}`,
  ].join('\n');
}

async function report(evidence: Evidence, findings: readonly Finding[], again: string): Promise<number> {
  const file = join(tmpdir(), `reportctl-soak-${evidence.seed}.json`);
  await writeFile(file, JSON.stringify({ findings, evidence }, null, 1));
  for (const { rule, what } of findings.slice(0, SHOWN)) say(`NOT AS IT SHOULD BE: ${rule}: ${what}`);
  say(`${findings.length} findings with seed ${evidence.seed}. What the checker saw is in ${file}. Again: ${again}`);
  return 1;
}

// Whoever is stopped by hand takes its servers along: they listen for the end of this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.exitCode = await main();
