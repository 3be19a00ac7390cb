import { access, chmod, copyFile, mkdir, readdir, readFile, readlink, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { errorCode } from '../../core/errors.ts';
import { findServerPackage, type ServerPackage } from './package.ts';
import { partialName, publish, syncPath } from './partial.ts';

/** The server's programs where its user can run them. */
export interface Programs {
  postgres: string;
  initdb: string;
  major: string;
}

interface Link {
  source: string;
  target: string;
}

// What only compilers need: 2 MB of static libraries.
const UNNEEDED = /\.a$|^pkgconfig$/;

/**
 * A private copy of the programs below `root`, named by version. Nobody's node_modules is run directly: it may be
 * closed to the server's user, lack the links that a skipped postinstall makes, or be replaced by `npm ci` under a
 * running server, which reads time zones and libraries from it as it goes. `durable: false` leaves out fsync (0.5 s).
 */
export async function ensurePrograms(root: string, durable: boolean): Promise<Programs> {
  const found = findServerPackage();
  const home = join(root, found.version);
  const programs = { postgres: join(home, 'bin/postgres'), initdb: join(home, 'bin/initdb'), major: found.major };
  if (await exists(programs.postgres)) return programs;
  const partial = partialName(home);
  await copyTree(join(found.path, 'native'), partial, durable);
  await makeLinks(found, partial);
  await publish(partial, home);
  return programs;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Copies with modes that let anybody run and read, whatever the umask of whoever installed the package. */
async function copyTree(from: string, to: string, durable: boolean): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  const entries = (await readdir(from, { withFileTypes: true })).filter(({ name }) => !UNNEEDED.test(name));
  const folders = entries.filter((entry) => entry.isDirectory());
  const files = entries.filter((entry) => entry.isFile());
  const links = entries.filter((entry) => entry.isSymbolicLink());
  // One folder after the other: all 1,000 files at once are more than a process may hold open.
  await Promise.all(files.map(({ name }) => copyProgram(join(from, name), join(to, name), durable)));
  for (const { name } of links) await symlink(await readlink(join(from, name)), join(to, name));
  for (const { name } of folders) await copyTree(join(from, name), join(to, name), durable);
  if (durable) await syncPath(to);
}

async function copyProgram(source: string, target: string, durable: boolean): Promise<void> {
  await copyFile(source, target);
  await chmod(target, 0o755);
  if (durable) await syncPath(target);
}

/** npm packages hold no symbolic links; their list is in the package, and its postinstall may have been skipped. */
async function makeLinks(found: ServerPackage, home: string): Promise<void> {
  const list = await readFile(join(found.path, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as Link[]) {
    const place = join(home, relative('native', target));
    await symlink(relative(dirname(target), source), place).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
  }
}
