import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const script = fileURLToPath(new URL('./print-instants.ts', import.meta.url));

/** What a process computes whose host is in `zone` and whose calendar says `today`. */
async function instantsOn(zone: string, today: string) {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', script, today], {
    env: { ...process.env, TZ: zone },
    maxBuffer: 2 ** 24,
  });
  const [hostOffset, ...instants] = stdout.trimEnd().split('\n');
  return { zone, today, hostOffset, instants };
}

test('the host’s zone and today’s season change nothing (T6)', async () => {
  const [reference, ...others] = await Promise.all([
    instantsOn('UTC', '2026-01-15'),
    instantsOn('UTC', '2026-07-15'),
    instantsOn('America/New_York', '2026-07-15'),
    instantsOn('Australia/Lord_Howe', '2026-01-15'),
    instantsOn('Pacific/Kiritimati', '2026-03-08'),
  ]);
  expect(reference?.instants.length).toBe(40_005);
  expect(others.map(({ hostOffset }) => hostOffset)).toEqual(['0', '300', '-660', '-840']);
  const firstDifferences = others.map(({ zone, today, instants }) => ({
    zone,
    today,
    instant: instants.find((instant, index) => instant !== reference?.instants[index]),
  }));
  expect(firstDifferences.filter(({ instant }) => instant !== undefined)).toEqual([]);
});
