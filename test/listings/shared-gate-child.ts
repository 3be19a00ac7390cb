// One of many processes that ask the vendor with one credential: says "ready", on "go" sends its requests at once, and
// notes on the wall clock, which all processes of a host share, when each left the gate.
import { once } from 'node:events';
import { monotonicClock } from '../../src/core/clock.ts';
import { createSharedGate } from '../../src/listings/shared-gate.ts';
import { createPageRequest } from '../../src/listings/simplyrets-http.ts';
import { openPatientPool } from '../support/patient-pool.ts';

const [databaseUrl = '', baseUrl = '', requests = '1'] = process.argv.slice(2);
const clock = monotonicClock(new Date());
const pool = openPatientPool(databaseUrl, { max: 2 });
const gate = createSharedGate({ db: pool, clock, credential: { baseUrl, username: 'simplyrets' }, dailyLimit: null });
const sentAt: number[] = [];
const getPage = createPageRequest({
  baseUrl,
  username: 'simplyrets',
  password: 'simplyrets',
  clock,
  gate: {
    acquire: async (...waiting) => {
      await gate.acquire(...waiting);
      sentAt.push(performance.timeOrigin + performance.now());
    },
  },
  requestTimeoutMs: 60_000,
  retry: { attempts: 1, baseDelayMs: 1, maxDelayMs: 1 },
});
await pool.query('select 1');
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const signal = new AbortController().signal;
const parameters = () => new URLSearchParams({ status: 'Active', type: 'residential', limit: '1' });
await Promise.all(Array.from({ length: Number(requests) }, () => getPage(parameters(), { signal })));
await pool.end();
process.stdout.write(`${JSON.stringify(sentAt)}\n`);
process.stdin.destroy();
