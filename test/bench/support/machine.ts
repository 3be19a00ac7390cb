import { cpus, loadavg, totalmem } from 'node:os';
import type { Pool } from '../../../src/db/pool.ts';

export interface Machine {
  cpu: string;
  cores: number;
  memoryGiB: number;
  node: string;
  platform: string;
  /** How many processes wanted a core in the minute before. */
  load: number;
}

export const describeMachine = (): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  load: loadavg()[0] ?? 0,
});

/** The server's version and the settings that decide what a commit costs. */
export async function describeServer(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in ('server_version', 'fsync', 'synchronous_commit',
       'full_page_writes', 'shared_buffers') order by name = 'server_version' desc, name`,
  );
  return rows.map(({ name, setting }) => `${name} ${setting}`).join(', ');
}
