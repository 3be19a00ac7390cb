// A command that uses the embedded database: opens it, says so on stdout, and releases it when its stdin ends.
import { once } from 'node:events';
import { errorCode, ReportctlError } from '../../src/core/errors.ts';
import { openEmbedded } from '../../src/db/embedded/index.ts';

try {
  const database = await openEmbedded({ dataDir: process.argv[2] });
  process.stdout.write(`${JSON.stringify({ url: database.url })}\n`);
  process.stdin.resume();
  await once(process.stdin, 'end');
  await database.release();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const exitCode = error instanceof ReportctlError ? error.exitCode : null;
  process.stdout.write(`${JSON.stringify({ message, code: errorCode(error), exitCode })}\n`);
  process.exitCode = 1;
}
