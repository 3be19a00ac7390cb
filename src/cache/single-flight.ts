interface Flight<T> {
  result: Promise<T>;
  signal: AbortSignal | undefined;
}

/** Callers of one process that want the same thing at the same time share one attempt, and its failure. */
export class SingleFlight<T> {
  readonly #flights = new Map<string, Flight<T>>();

  /** @param signal ends this caller's waiting; `make` follows its own. All callers get the same object. */
  async run(key: string, make: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (let flight = this.#flights.get(key); flight !== undefined; flight = this.#flights.get(key)) {
      const outcome = await join(flight, signal);
      if (outcome !== 'abandoned') return outcome.value;
    }
    const result = make().finally(() => this.#flights.delete(key));
    this.#flights.set(key, { result, signal });
    return result;
  }
}

/** Waits for another caller's attempt. One that ended because that caller was stopped says nothing about ours. */
async function join<T>(flight: Flight<T>, signal: AbortSignal | undefined): Promise<{ value: T } | 'abandoned'> {
  try {
    return { value: await orAbort(flight.result, signal) };
  } catch (error) {
    if (flight.signal?.aborted && !signal?.aborted) return 'abandoned';
    throw error;
  }
}

function orAbort<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
