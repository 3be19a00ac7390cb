import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../../../src/core/errors.ts';
import { isConnectionError } from '../../../src/db/pool.ts';

const DEADLOCK = '40P01';

/** An operator tries again while the database is away, or after a deadlock; anything else is a finding. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isConnectionError(error) && errorCode(error) !== DEADLOCK) throw error;
      await sleep(50);
    }
  }
}

/** One after the other: of two operators at once nobody could say who was first. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  take(work: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(work);
    return this.#last;
  }
}
