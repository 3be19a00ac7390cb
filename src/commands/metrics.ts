import { resolve } from 'node:path';
import { Command } from 'commander';
import { withApp } from '../app/app.ts';
import { configError, errorCode } from '../core/errors.ts';
import type { ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { visible } from '../core/visible.ts';
import { writeAtomically } from '../core/write-atomically.ts';
import { metricsText } from '../ops/metrics.ts';

const EXAMPLES = `
With METRICS_FILE set each tick writes them, for node_exporter
--collector.textfile.directory.

Examples:
  $ reportctl metrics
  $ reportctl metrics --out /var/lib/node_exporter/reportctl.prom
  $ METRICS_FILE=/var/lib/node_exporter/reportctl.prom reportctl tick`;

export function define(io: Io, _exit: (code: ExitCode) => void): Command {
  return new Command('metrics')
    .description('Prints how things stand as Prometheus metrics.')
    .option('--out <file>', 'write them to this file instead, whole or not at all')
    .addHelpText('after', EXAMPLES)
    .action(async ({ out }: { out?: string }) => {
      const text = await withApp(io, { logLevel: 'error' }, async (app) => {
        const { pool, clock } = await app.database();
        return metricsText(pool, clock.now());
      });
      // A pipe gets the names as they are: the format has its own way to write them.
      if (out === undefined) io.stdout.write(io.stdout.isTTY ? text.split('\n').map(visible).join('\n') : text);
      else await write(resolve(io.cwd, out), text);
    });
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeAtomically(path, text);
  } catch (error) {
    throw configError(
      `The metrics cannot be written to ${path} (${errorCode(error) ?? 'error'}). Check the folder and its permissions.`,
      'metrics_file',
      error,
    );
  }
}
