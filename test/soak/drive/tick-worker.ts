import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Order } from '../tick-process.ts';

/** After so many ticks a process is replaced by a fresh one. */
const MOST_TICKS = 12;
const STDERR_KEPT = 2_000;

export interface TickEnd {
  code: number | null;
  /** What ended the process in the middle of it. */
  signal: string | null;
  stderr: string;
}

/** A process that ticks, or makes one report, when it is told to, one order at a time. */
export class TickWorker {
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  #ticks = 0;
  #gone = false;
  #stderr = '';
  #settle: ((end: TickEnd) => void) | undefined;

  constructor(args: readonly string[], env: NodeJS.ProcessEnv, cwd: string) {
    this.#child = spawn(process.execPath, args, { cwd, env, stdio: 'pipe' });
    const { stdin, stdout, stderr } = this.#child;
    stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_KEPT);
    });
    // Who is killed does not read what was written to it.
    stdin?.on('error', () => {});
    if (stdout)
      createInterface({ input: stdout }).on('line', (line) => this.#end({ code: Number(line), signal: null }));
    this.ended = once(this.#child, 'close').then(([code, signal]: unknown[]) => {
      this.#gone = true;
      this.#end({ code: code as number | null, signal: signal as string | null });
    });
  }

  get busy(): boolean {
    return this.#settle !== undefined;
  }

  /** It may be given another tick. */
  get ready(): boolean {
    return !this.busy && !this.#gone && this.#ticks < MOST_TICKS;
  }

  obey(order: Order): Promise<TickEnd> {
    this.#ticks += 1;
    this.#stderr = '';
    const end = new Promise<TickEnd>((resolve) => {
      this.#settle = resolve;
    });
    this.#child.stdin?.write(`${JSON.stringify(order)}\n`);
    if (this.#ticks === MOST_TICKS) this.retire();
    return end;
  }

  /** It ends after the tick that it is at. */
  retire(): void {
    this.#ticks = MOST_TICKS;
    this.#child.stdin?.end();
  }

  kill(signal: NodeJS.Signals): void {
    if (signal === 'SIGTERM') this.#ticks = MOST_TICKS;
    this.#child.kill(signal);
  }

  #end(end: Omit<TickEnd, 'stderr'>): void {
    this.#settle?.({ ...end, stderr: this.#stderr });
    this.#settle = undefined;
  }
}
