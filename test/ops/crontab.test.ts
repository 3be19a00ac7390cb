import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createCliHost } from '../support/cli.ts';

const FIELD = /^(\*|\d+)(\/\d+)?$/;

/** The lines that cron starts: five fields and a command; the others set its environment. */
async function jobs() {
  const lines = (await readFile('deploy/crontab', 'utf8')).split('\n').filter((line) => !/^(#|$|[A-Z_]+=)/.test(line));
  return lines.map((line) => {
    const [minute = '', hour = '', day = '', month = '', weekday = '', ...command] = line.split(' ');
    return { when: [minute, hour, day, month, weekday], command: command.join(' ') };
  });
}

test('ticks each minute, pings each five, prunes once a night', async () => {
  const all = await jobs();
  expect(all.flatMap(({ when }) => when).filter((field) => !FIELD.test(field))).toEqual([]);
  expect(all.map(({ when, command }) => `${when.join(' ')} ${command.split(' >>')[0]}`)).toEqual([
    '* * * * * reportctl tick',
    '*/5 * * * * reportctl ping --if-set',
    '17 3 * * * reportctl prune',
  ]);
});

test('each of its commands exists, and none of its lines holds a % that cron would cut at', async () => {
  const host = await createCliHost({});
  for (const { command } of await jobs()) {
    expect(command).not.toContain('%');
    const [, ...words] = (command.split(' >>')[0] ?? '').split(' ');
    expect(await host.run(...words, '--help')).toMatchObject({ code: 0 });
  }
  await host.close();
});
