import type { ClaimedRun } from './run.ts';

/** Why a run's work is told to end before it is done. */
export class WorkInterrupted extends Error {
  override readonly name = 'WorkInterrupted';
  readonly reason: 'lease_lost' | 'stopping';

  constructor(reason: 'lease_lost' | 'stopping') {
    super(reason === 'lease_lost' ? 'Another process took this run over.' : 'The process is stopping.');
    this.reason = reason;
  }
}

/** The runs that this process holds now, each with the switch that ends its work. */
export class HeldRuns {
  readonly #runs = new Map<string, { run: ClaimedRun; controller: AbortController }>();

  get size(): number {
    return this.#runs.size;
  }

  get tokens(): string[] {
    return [...new Set([...this.#runs.values()].map(({ run }) => run.token))];
  }

  add(run: ClaimedRun): AbortSignal {
    const controller = new AbortController();
    this.#runs.set(run.id, { run, controller });
    return controller.signal;
  }

  /** Forgets a run whose end is written, or that is no longer ours. */
  release(run: ClaimedRun): void {
    if (this.#runs.get(run.id)?.run.token === run.token) this.#runs.delete(run.id);
  }

  /** Ends the work on every run held under `tokens` that is not among `stillOurs`. */
  interruptLost(tokens: readonly string[], stillOurs: ReadonlySet<string>): void {
    for (const [id, { run, controller }] of this.#runs) {
      if (tokens.includes(run.token) && !stillOurs.has(id)) controller.abort(new WorkInterrupted('lease_lost'));
    }
  }

  interruptAll(reason: 'lease_lost' | 'stopping'): void {
    for (const { controller } of this.#runs.values()) controller.abort(new WorkInterrupted(reason));
  }
}
