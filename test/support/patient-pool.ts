import { openPool, type Pool, type PoolOptions } from '../../src/db/pool.ts';

/** Fifty connections at once, each a new process of the server, may take longer than the program's own 5 s. */
export const openPatientPool = (url: string, options: Pick<PoolOptions, 'max'> = {}): Pool =>
  openPool(url, { ...options, connectTimeoutMs: 60_000 });
