import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { settingDefinitions } from '../../src/core/settings.ts';
import { MOST_RESIDENT } from '../../src/pipeline/memory-bound.ts';
import { createCliHost } from '../support/cli.ts';
import { describeWith } from '../support/system-program.ts';

const folder = resolve('deploy/systemd');
const units = await readdir(folder);
const services = units.filter((name) => name.endsWith('.service'));
const timers = units.filter((name) => name.endsWith('.timer'));
const analyze = (...args: string[]) => promisify(execFile)('systemd-analyze', ['--no-pager', ...args], { cwd: folder });

/** Of 10; what a service has that runs a Node program with the network open reaches 1.3. */
const MOST_EXPOSURE = 2.0;

test('each timer starts a service, and each service a command that exists', async () => {
  for (const timer of timers) expect(services).toContain(timer.replace('.timer', '.service'));
  const host = await createCliHost({});
  for (const service of services) {
    const [, command = ''] = /^ExecStart=\/usr\/bin\/env reportctl (.+)$/m.exec(await text(service)) ?? [];
    expect({ service, ...(await host.run(...command.split(' '), '--help')) }).toMatchObject({ service, code: 0 });
  }
  await host.close();
});

test('a tick takes on each minute what is due, and secrets may be credentials', async () => {
  expect(await text('reportctl-tick.service')).toMatch(/^ExecStart=.* reportctl tick --until-idle$/m);
  const common = await text('reportctl-.service.d/10-common.conf');
  const credentials = Array.from(common.matchAll(/^LoadCredential=(\w+):reportctl\.\1$/gm), ([, name]) => name);
  const secrets = Object.values(settingDefinitions).flatMap(({ name, secret }) => (secret ? [name] : []));
  // What qa-deliver drives a product with is no service's.
  expect(credentials.sort()).toEqual(secrets.filter((name) => !name.startsWith('QA_')).sort());
});

test('a tick claims no more before its memory is throttled, and keeps none that its threads could share', async () => {
  const unit = await text('reportctl-tick.service');
  const [, high] = /^MemoryHigh=(\d+)M$/m.exec(unit) ?? [];
  expect(MOST_RESIDENT).toBeLessThan(Number(high) * 2 ** 20);
  for (const line of ['MALLOC_ARENA_MAX=2', 'MALLOC_MMAP_THRESHOLD_=131072']) {
    expect(unit).toContain(`\nEnvironment=${line}\n`);
    expect(await readFile('deploy/crontab', 'utf8')).toContain(`\n${line}\n`);
  }
});

test('nothing keeps V8 from compiling WebAssembly, and memory is bounded', async () => {
  const common = await text('reportctl-.service.d/10-common.conf');
  for (const service of services) {
    const whole = `${await text(service)}${common}`;
    expect(whole).not.toMatch(/^MemoryDenyWriteExecute=|--jitless/m);
    expect(whole.match(/^(MemoryMax|CPUQuota|TasksMax)=/gm)?.sort()).toEqual(['CPUQuota=', 'MemoryMax=', 'TasksMax=']);
    // Who is also a person's user keeps its home: scripts/try-install asks there after the services have run.
    expect(whole.match(/^(Dynamic)?User=.*$/gm)).toEqual(['User=reportctl']);
  }
});

test('a crash of a service writes none of its memory to a file (S3)', async () => {
  expect(await text('reportctl-.service.d/10-common.conf')).toMatch(/^LimitCORE=0$/m);
});

const text = (unit: string): Promise<string> => readFile(join(folder, unit), 'utf8');

describeWith('systemd-analyze', 'systemd', () => {
  test('finds nothing wrong with the units', async () => {
    expect(await analyze('verify', '--man=no', ...services, ...timers)).toEqual({ stdout: '', stderr: '' });
  });

  test.each(services)('%s is hardly exposed', async (service) => {
    const { stdout } = await analyze('security', '--offline=true', join(folder, service));
    const [, exposure] = /Overall exposure level for \S+: ([\d.]+)/.exec(stdout) ?? [];
    expect(Number(exposure)).toBeLessThanOrEqual(MOST_EXPOSURE);
  });
});
