import { chown, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { configError, unavailableError } from '../../core/errors.ts';
import { type EmbeddedFolder, SUPERUSER } from './folder.ts';
import { partialName, publish } from './partial.ts';
import type { Programs } from './programs.ts';
import { runProgram } from './run-program.ts';
import type { ServerUser } from './server-user.ts';

/** Makes the data directory on first use. `durable: false` does not wait for the disk (tests). */
export async function ensureCluster(
  folder: EmbeddedFolder,
  programs: Programs,
  user: ServerUser | undefined,
  durable: boolean,
): Promise<void> {
  const found = await clusterVersion(folder);
  if (found === undefined) return initialise(folder, programs, user, durable);
  if (found !== programs.major) {
    throw configError(
      `The database in ${folder.cluster} was made by PostgreSQL ${found} and this program brings ${programs.major}: ` +
        'use the reportctl that made it, or set REPORTCTL_DATA_DIR to another folder.',
      'embedded_version',
    );
  }
}

/** The major version that made the data directory; undefined where there is none yet. */
export async function clusterVersion(folder: EmbeddedFolder): Promise<string | undefined> {
  const text = await readFile(join(folder.cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  return text?.trim();
}

async function initialise(
  folder: EmbeddedFolder,
  programs: Programs,
  user: ServerUser | undefined,
  durable: boolean,
): Promise<void> {
  const partial = partialName(folder.cluster);
  await mkdir(partial, { mode: 0o700 });
  if (user !== undefined) await chown(partial, user.uid, user.gid);
  const { code, stderr } = await runProgram(programs.initdb, initdbArguments(partial, durable), user, folder);
  if (code !== 0) {
    throw unavailableError(
      `The embedded PostgreSQL could not make its data directory in ${folder.root}: ${lastLine(stderr)}. ` +
        'Free the cause, or set DATABASE_URL.',
      'embedded_init',
    );
  }
  await publish(partial, folder.cluster);
}

function initdbArguments(directory: string, durable: boolean): string[] {
  const args = [
    `--pgdata=${directory}`,
    `--username=${SUPERUSER}`,
    // Whoever reaches the socket may connect; its folder and mode admit the owner and root alone.
    '--auth-local=trust',
    '--auth-host=reject',
    '--encoding=UTF8',
    // PostgreSQL's own C.UTF-8: the same order and case rules whatever the host has installed.
    '--no-locale',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
  return durable ? args : [...args, '--no-sync'];
}

const lastLine = (text: string): string => {
  const lines = text.split('\n').filter((line) => /error|fatal|could not/i.test(line));
  return lines.at(-1)?.replace(/^.*?(error|FATAL):\s*/, '') ?? 'initdb failed without a word';
};
