import { execFile } from 'node:child_process';
import { access, constants, readdir, readFile, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Finding, fail, ok, warn } from './finding.ts';

const MB = 1024 * 1024;
/** A day of messages in an outbox, and PostgreSQL's own minimum of sixteen-megabyte segments with room to spare. */
const LEAST_FREE_MB = 100;
const ENOUGH_FREE_MB = 1_000;

/** Whether there is room where something is written; of a folder that is yet to be made, where it will lie. */
export async function checkDisk(folder: string): Promise<Finding> {
  const existing = await nearestExisting(folder);
  const { bavail, bsize } = await statfs(existing);
  const free = Math.floor((bavail * bsize) / MB);
  const detail = `${free >= 10_000 ? `${Math.floor(free / 1024)} GB` : `${free} MB`} free at ${existing}`;
  if (free < LEAST_FREE_MB) return fail('disk', detail, 'Make room: what is written there will fail.');
  if (free < ENOUGH_FREE_MB) return warn('disk', detail, 'Make room soon.');
  return ok('disk', detail);
}

/** Whether messages can be written to the outbox. */
export async function checkOutbox(folder: string): Promise<Finding> {
  const existing = await nearestExisting(folder);
  try {
    await access(existing, constants.W_OK);
    return ok('mail', `messages are written to files in ${folder}, none is sent`);
  } catch {
    return fail('mail', `Nothing can be written to ${existing}.`, 'Change OUTBOX_DIR or the folder’s permissions.');
  }
}

async function nearestExisting(folder: string): Promise<string> {
  try {
    await access(folder);
    return folder;
  } catch {
    return dirname(folder) === folder ? folder : nearestExisting(dirname(folder));
  }
}

export interface HostFiles {
  /** Where `crontab` is looked for. */
  path: string | undefined;
  /** Folders of crontabs and timers, absolute. */
  cronFolders: readonly string[];
  timerFolders: readonly string[];
}

export const HOST_FILES: Omit<HostFiles, 'path'> = {
  cronFolders: ['/etc/cron.d', '/etc'],
  timerFolders: ['/etc/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system'],
};

const TICK = /^[^#\n]*\breportctl\b[^#\n]*\btick\b/m;
const TIMER = /^reportctl.*\.timer$/;

/** Whether this host's crontab or a timer starts ticks. */
export async function checkSchedule(files: HostFiles): Promise<Finding> {
  if (TICK.test(await userCrontab(files.path))) return ok('crontab', "this user's crontab starts ticks");
  for (const folder of files.cronFolders) {
    for (const file of (await namesIn(folder)).filter((name) => folder !== '/etc' || name === 'crontab')) {
      if (TICK.test(await textOf(join(folder, file)))) return ok('crontab', `${join(folder, file)} starts ticks`);
    }
  }
  for (const folder of files.timerFolders) {
    const timer = (await namesIn(folder)).find((name) => TIMER.test(name));
    if (timer) return ok('crontab', `the timer ${join(folder, timer)} starts ticks, where it is enabled`);
  }
  return warn(
    'crontab',
    'Neither a crontab nor a timer that this user can see starts “reportctl tick”.',
    'Install deploy/crontab: crontab deploy/crontab (it replaces what is there), unless another user or host ticks.',
  );
}

/** Empty where there is none, or no crontab program. */
async function userCrontab(path: string | undefined): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('crontab', ['-l'], { env: { PATH: path }, timeout: 5_000 });
    return stdout;
  } catch {
    return '';
  }
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
const textOf = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');
