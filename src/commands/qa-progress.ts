import type { Io } from '../core/io.ts';
import { visible } from '../core/visible.ts';
import type { QaResult, QaState } from '../qa/session.ts';
import { colours } from './colours.ts';
import { printLine } from './support.ts';

const UP_AND_CLEAR = (lines: number): string => `\u001b[${lines}A\u001b[J`;
const USUAL_COLUMNS = 80;

/** A line for each configuration as it ends; on a terminal, below them, what the others are doing. */
export class QaProgress {
  readonly #io: Io;
  readonly #quiet: boolean;
  readonly #open: Map<string, string>;
  readonly #live: boolean;
  readonly #said = new Set<string>();
  #shown = 0;

  /** @param quiet where something else is printed on stdout */
  constructor(io: Io, names: readonly string[], quiet: boolean) {
    this.#io = io;
    this.#quiet = quiet;
    this.#live = !quiet && io.stdout.isTTY === true && io.stderr.isTTY === true;
    this.#open = new Map(names.map((name) => [name, 'waiting']));
  }

  change(name: string, state: QaState): void {
    this.clear();
    if (state.final) {
      this.#open.delete(name);
      if (!this.#quiet) this.#printEnd(name, state);
    } else {
      this.#open.set(name, state.status);
      if (state.waitsFor !== null) this.#sayOnce(`${state.waitsFor} It is tried again.`);
    }
    this.#draw();
  }

  #sayOnce(reason: string): void {
    if (this.#said.has(reason)) return;
    this.#said.add(reason);
    this.#io.stderr.write(`reportctl: ${visible(reason)}\n`);
  }

  /** Prints what did not come to an end of its own. */
  end(results: readonly QaResult[]): void {
    this.clear();
    if (this.#quiet) return;
    for (const result of results) if (this.#open.has(result.name)) this.#printEnd(result.name, result);
  }

  #printEnd(name: string, { fault, subject, status, files }: Omit<QaState, 'final' | 'waitsFor'>): void {
    const { green, red, dim } = colours(this.#io);
    printLine(
      this.#io,
      fault === null ? `${green('ok')}    ${name}: ${subject ?? status}` : `${red('FAIL')}  ${name}: ${fault}`,
    );
    for (const file of files) printLine(this.#io, dim(`      ${file}`));
  }

  #draw(): void {
    if (!this.#live) return;
    const width = (this.#io.stdout.columns || USUAL_COLUMNS) - 1;
    for (const [name, status] of this.#open) {
      this.#io.stderr.write(`${visible(`…     ${name}: ${status}`).slice(0, width)}\n`);
    }
    this.#shown = this.#open.size;
  }

  /** Takes the moving lines back. */
  clear(): void {
    if (this.#shown > 0) this.#io.stderr.write(UP_AND_CLEAR(this.#shown));
    this.#shown = 0;
  }
}
