import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '../../../src/db/embedded/index.ts';
import { migrate } from '../../../src/db/migrate.ts';
import { openPool, type Pool } from '../../../src/db/pool.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** 128 + SIGINT, as shells count. */
const EXIT_INTERRUPTED = 130;

/** A server that commits durably, as a production one does: the tests' own has fsync off. */
export interface BenchServer {
  /** A superuser's connection to it, for what is not measured. */
  admin: Pool;
  /** A migrated database filled by `fill`, vacuumed and analysed, to be cloned. */
  prepare(fill: (pool: Pool) => Promise<void>): Promise<BenchTemplate>;
  close(): Promise<void>;
}

export interface BenchTemplate {
  /** The database itself, for what is too large to be copied. */
  url: string;
  /** Makes a fresh copy, hands its URL to `work`, and drops it. */
  use<T>(work: (url: string, pool: Pool) => Promise<T>): Promise<T>;
}

/** The embedded PostgreSQL in a throw-away folder, or the server that BENCH_DATABASE_URL names. */
export async function startBenchServer(): Promise<BenchServer> {
  const given = process.env.BENCH_DATABASE_URL;
  const folder = given ? undefined : await mkdtemp(join(tmpdir(), 'reportctl-bench-'));
  // Root's server runs as another user, who passes through.
  if (folder) await chmod(folder, 0o711);
  const embedded = folder ? await openEmbedded({ dataDir: folder }) : undefined;
  const url = given ?? embedded?.url ?? '';
  const remove = async () => {
    await embedded?.release();
    if (folder) await rm(folder, { recursive: true, force: true });
  };
  // The server is a process of its own and would outlive an interrupted benchmark.
  const interrupted = () => void remove().finally(() => process.exit(EXIT_INTERRUPTED));
  for (const signal of SIGNALS) process.once(signal, interrupted);
  const admin = openPool(url, { max: 1 });
  return {
    admin,
    prepare: (fill) => prepareTemplate(admin, url, fill),
    close: async () => {
      for (const signal of SIGNALS) process.off(signal, interrupted);
      await admin.end();
      await remove();
    },
  };
}

/** The same server, another database; a libpq URL names its socket's folder in the query. */
function withDatabase(url: string, database: string): string {
  return url.replace(/\/[^/?]*(\?|$)/, `/${database}$1`);
}

const newName = (): string => `bench_${randomBytes(6).toString('hex')}`;

async function prepareTemplate(admin: Pool, url: string, fill: (pool: Pool) => Promise<void>): Promise<BenchTemplate> {
  const template = newName();
  await admin.query(`create database ${template}`);
  const pool = openPool(withDatabase(url, template), { max: 1 });
  await migrate(pool, new Date());
  await fill(pool);
  await pool.query('vacuum analyze');
  await pool.end();
  return { url: withDatabase(url, template), use: (work) => useCopy(admin, url, template, work) };
}

async function useCopy<T>(
  admin: Pool,
  url: string,
  template: string,
  work: (url: string, pool: Pool) => Promise<T>,
): Promise<T> {
  const copy = newName();
  // A file copy ends in a checkpoint, so that no contestant pays for what came before it.
  await admin.query(`create database ${copy} template ${template} strategy file_copy`);
  const copyUrl = withDatabase(url, copy);
  const pool = openPool(copyUrl, { max: 1 });
  try {
    return await work(copyUrl, pool);
  } finally {
    await pool.end();
    await admin.query(`drop database ${copy} with (force)`);
  }
}
