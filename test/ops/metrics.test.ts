import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { renderMetrics } from '../../src/ops/prometheus.ts';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule } from '../support/fixtures.ts';
import { parseExposition } from './parse-exposition.ts';

let database: TestDatabase;
let host: CliHost;
beforeEach(async () => {
  database = await createTestDatabase();
  host = await createCliHost({ DATABASE_URL: database.url, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' });
});
afterEach(async () => {
  await host.close();
  await database.close();
});

test('prints what a strict parser reads, with the figures of the status', async () => {
  const account = await addTestAccount(database.pool, { plan: 'gone' });
  const nextRunAt = new Date(Date.now() - 600_000);
  await addTestSchedule(database.pool, account, { nextRunAt });
  await host.run('hold', 'on', '--reason', 'night "shift"\nand more');
  const { code, stdout } = await host.run('metrics');
  expect(code).toBe(0);
  const metrics = parseExposition(stdout);
  expect(metrics.get('reportctl_schedules_overdue')).toEqual([{ labels: {}, value: 1 }]);
  const age = metrics.get('reportctl_schedules_oldest_due_age_seconds')?.[0]?.value;
  expect(age).toBeGreaterThanOrEqual(599);
  expect(age).toBeLessThanOrEqual((Date.now() - nextRunAt.getTime()) / 1000);
  expect(metrics.get('reportctl_hold')).toEqual([{ labels: {}, value: 1 }]);
  expect(metrics.get('reportctl_accounts_near_limit')).toEqual([
    { labels: { decision: 'warn' }, value: 0 },
    { labels: { decision: 'block' }, value: 1 },
  ]);
  expect(metrics.get('reportctl_attentions')).toEqual([{ labels: {}, value: 4 }]);
});

test('--out writes the same into a file, and says where it cannot', async () => {
  expect(await host.run('metrics', '--out', 'a.prom')).toMatchObject({ code: 0, stdout: '' });
  expect([...parseExposition(await readFile(join(host.cwd, 'a.prom'), 'utf8')).keys()]).toContain(
    'reportctl_runs_ready',
  );
  const refused = await host.run('metrics', '--out', '/no/such/folder/a.prom');
  expect(refused).toMatchObject({ code: 78, stderr: expect.stringContaining('ENOENT') });
});

test('what people and systems named cannot break the format', () => {
  const labels = { host: 'a"b\\c\nd{}' };
  const text = renderMetrics([
    { name: 'x_seconds', help: 'A \\ and a\nbreak.', type: 'gauge', samples: [{ labels, value: 1.5 }] },
    { name: 'empty', help: 'Nothing.', type: 'gauge', samples: [] },
  ]);
  expect(parseExposition(text)).toEqual(new Map([['x_seconds', [{ labels, value: 1.5 }]]]));
});
