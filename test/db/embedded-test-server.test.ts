import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { expect, test } from 'vitest';
import { isRunning } from './embedded-support.ts';

test("the test suite's own server, and its folder, do not outlive a suite that is killed", async () => {
  const support = join(import.meta.dirname, '../support/postgres-server.ts');
  const script = `import { startTestPostgres } from ${JSON.stringify(support)};
    console.log((await startTestPostgres()).url);
    setInterval(() => {}, 1000);`;
  const { TEST_DATABASE_URL: _, ...env } = process.env;
  const suite = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = await once(createInterface(suite.stdout), 'line');
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  const { rows } = await client.query(`select current_setting('data_directory') as cluster`);
  const cluster: string = rows[0].cluster;
  const pid = Number.parseInt(readFileSync(join(cluster, 'postmaster.pid'), 'utf8'), 10);
  suite.kill('SIGKILL');
  await expect.poll(() => isRunning(pid), { timeout: 60_000 }).toBe(false);
  await expect.poll(() => existsSync(cluster), { timeout: 60_000 }).toBe(false);
});
