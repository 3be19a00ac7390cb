import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode } from '../../core/errors.ts';
import { isAlive } from './processes.ts';

const PARTIAL = /\.partial-(\d+)-[0-9a-f]+$/;

/** A name beside `final` to build a folder under; whoever dies while building leaves nothing under the real name. */
export const partialName = (final: string): string =>
  `${final}.partial-${process.pid}-${randomBytes(4).toString('hex')}`;

/** Moves a finished folder to its real name in one step. Where somebody was faster, theirs stays and ours goes. */
export async function publish(partial: string, final: string): Promise<void> {
  try {
    await rename(partial, final);
  } catch (error) {
    if (!/^(ENOTEMPTY|EEXIST)$/.test(errorCode(error) ?? '')) throw error;
    await rm(partial, { recursive: true, force: true });
    return;
  }
  await syncPath(dirname(final));
}

/** Removes what builders that were killed left behind. */
export async function sweepPartials(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = PARTIAL.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** Makes a file's content, or a folder's list of names, survive a power failure. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}
