import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CliHost, createCliHost } from '../support/cli.ts';

// Refused from the command line alone: no database is asked.
let host: CliHost;
beforeAll(async () => {
  host = await createCliHost({ DATABASE_URL: 'postgres://127.0.0.1:1/none' });
});
afterAll(() => host.close());

const id = randomUUID();
const add = ['schedules', 'add', '--account', id, '--name', 'x', '--city', 'Irvine', '--to', 'a@example.com'];
const at = ['--at', '09:00'];

describe('an option that would be ignored is refused', () => {
  test.each([
    ['--at twice', [...add, '--cadence', 'daily', ...at, '--at', '10:00'], /--at is given more than once/],
    ['--plan twice', ['accounts', 'add', '--name', 'x', '--plan', 'free', '--plan', 'pro'], /--plan is given more/],
    ['a weekday, daily', [...add, '--cadence', 'daily', '--weekday', '1', ...at], /--cadence daily takes no --weekday/],
    [
      'a day of month, weekly',
      [...add, '--cadence', 'weekly', '--day-of-month', '1', ...at],
      /takes no --day-of-month/,
    ],
    ['an anchor, monthly', [...add, '--cadence', 'monthly', '--anchor-date', '2026-01-05', ...at], /no --anchor-date/],
    ['a city beside a schedule', ['generate', '--schedule', id, '--city', 'Irvine'], /--city <city>' cannot be used/],
    ['a window beside a schedule', ['generate', '--schedule', id, '--lookback', '7'], /--lookback <days>' cannot/],
    ['--force of a file', ['generate', '--schedule', id, '--out', 'x.pdf', '--force'], /--force' cannot be used/],
    ['--since of one run', ['runs', 'retry', id, '--since', '1h'], /--since goes with --failed/],
  ])('%s', async (_what, argv, sentence) => {
    expect(await host.run(...argv)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(sentence) });
  });

  test('those that collect may be given often', async () => {
    const argv = [...add, '--to', 'b@example.com', '--city', 'Tustin', '--cadence', 'daily', ...at];
    expect(await host.run(...argv)).toMatchObject({ code: 69 });
  });
});

test.each([
  ['weekly', /--cadence weekly needs --weekday <0-6> \(0 = Sunday\)\./],
  ['biweekly', /--cadence biweekly needs --weekday <0-6> \(0 = Sunday\) or --anchor-date <YYYY-MM-DD>\./],
  ['monthly', /--cadence monthly needs --day-of-month <1-31>\./],
])('%s without its day names the option', async (cadence, sentence) => {
  const { code, stderr } = await host.run(...add, '--cadence', cadence, ...at);
  expect([code, stderr]).toEqual([2, expect.stringMatching(sentence)]);
});
