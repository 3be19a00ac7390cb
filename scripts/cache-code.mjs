import { readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { startIdleDatabase } from './idle-database.mjs';

// Usage: node scripts/cache-code.mjs <dist>. Keeps V8's compiled code of the idle tick beside it. Another Node version
// finds it stale and compiles anew.
const dist = resolve(process.argv[2]);
const { load } = createRequire(import.meta.url)('../bin/load.cjs');

const { script, exports } = load(dist);
const database = await startIdleDatabase(readdirSync(join(dist, 'migrations')).length);
const said = [];
const io = { write: (line) => said.push(line) };
const env = { DATABASE_URL: database.url, LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' };
const code = await exports.idleTick({ env, cwd: dist, stdout: io, stderr: io });
database.close();
if (code !== 0) throw new Error(`The idle tick did not run as it does each minute: ${said.join('')}`);
writeFileSync(join(dist, 'idle-tick.cache'), script.createCachedData());
