import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

// Usage: node scripts/cache-code.mjs <dist>. Keeps V8's compiled code of the idle tick beside it. Another Node version
// finds it stale and compiles anew.
const dist = resolve(process.argv[2]);
const { load } = createRequire(import.meta.url)('../bin/load.cjs');

const { script, exports } = load(dist);
// Run once, as far as one gets without a database: a function that has not run has not been compiled.
const ignored = { write: () => true };
const env = { DATABASE_URL: 'postgres://127.0.0.1:1/none', LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox' };
await exports.idleTick({ env, cwd: dist, stdout: ignored, stderr: ignored });
writeFileSync(join(dist, 'idle-tick.cache'), script.createCachedData());
