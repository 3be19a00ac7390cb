import { errorCode } from './errors.ts';
import { EXIT } from './exit-codes.ts';

/**
 * Keeps output that cannot be written from ending the work half-way. A reader that has seen enough (`| head`) is no
 * fault; results lost to a full disk are said on stderr, and turn an exit code of 0 into 1. Lost log lines cost nothing.
 * @returns stops heeding it
 */
export function heedOutput(process: Pick<NodeJS.Process, 'stdout' | 'stderr' | 'on' | 'exitCode'>): () => void {
  const { stdout, stderr } = process;
  const onLogLost = () => {};
  const onLost = (error: unknown) => {
    if (errorCode(error) === 'EPIPE') return;
    stderr.write(
      `reportctl: The output could not be written (${errorCode(error) ?? 'error'}). What the command changed is changed; check where its output goes.\n`,
    );
    process.on('exit', (code) => {
      if (code === EXIT.done) process.exitCode = EXIT.workFailed;
    });
  };
  stdout.on('error', onLost);
  stderr.on('error', onLogLost);
  return () => {
    stdout.removeListener('error', onLost);
    stderr.removeListener('error', onLogLost);
  };
}
