import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { inject } from 'vitest';
import { openPatientPool } from './patient-pool.ts';

const made = new Map<string, Promise<string>>();

/** A folder that one test file of the run fills and all use; whoever comes while it is being filled waits for it. */
export function bundledOnce(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = made.get(name) ?? fillOnce(name, fill);
  made.set(name, folder);
  return folder;
}

async function fillOnce(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = `${inject('bundles')}/${name}`;
  const pool = openPatientPool(inject('postgresUrl'), { max: 1 });
  // The session's lock, which ends with it; a transaction would be ended by its timeout while a busy machine builds.
  const session = await pool.connect();
  try {
    await session.query('select pg_advisory_lock(hashtext($1))', [folder]);
    if (!existsSync(folder)) await fillWhole(folder, fill);
  } finally {
    session.release(true);
    await pool.end();
  }
  return folder;
}

/** Under another name until it is complete: a process that dies here leaves nothing that looks so. */
async function fillWhole(folder: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  await fill(unfinished);
  await rename(unfinished, folder);
}

/** A test's own program as one plain file: `node` starts it in a tenth of the time that tsx takes with its sources. */
export async function bundledScript(name: string, source: URL): Promise<string> {
  const folder = await bundledOnce(name, async (target) => {
    await build({
      entryPoints: [fileURLToPath(source)],
      outfile: `${target}/main.mjs`,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
    });
  });
  return `${folder}/main.mjs`;
}
