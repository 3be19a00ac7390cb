import type { SendHooks } from './transport.ts';

/** How far a message had gone when an error came. */
export type HandoverStage = 'before_final_dot' | 'after_final_dot';

// A message in one piece would be buffered whole: its end would be reached, and a connection lost then be taken for one
// lost after the final dot, while most of it still waits in this process. Pieces make the socket's pace felt.
const CHUNK_BYTES = 16_384;

/**
 * One message on its way to the mail server: holds back its end until `beforeFinalDot` has resolved, and knows
 * afterwards on which side of that point it was. The client library reports a connection lost before the final dot and
 * one lost after it alike.
 */
export class Handover {
  /** What `beforeFinalDot` rejected with; boxed, since anything can be thrown. */
  hookError: { error: unknown } | undefined;
  #stage: HandoverStage = 'before_final_dot';
  #stopped = false;
  #hook: Promise<void> | undefined;
  readonly #hooks: SendHooks;
  readonly #controller = new AbortController();

  constructor(hooks: SendHooks) {
    this.#hooks = hooks;
    hooks.signal.addEventListener('abort', this.#onAbort, { once: true });
    if (hooks.signal.aborted) this.#onAbort();
  }

  /** Aborted with the caller's signal, but never after the final dot: the answer then is all that can tell. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get stage(): HandoverStage {
    return this.#stage;
  }

  /** `message`, whose end comes only after the hook; an error instead of an end where it must not come. */
  async *holdBackEnd(message: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const part of message) {
      for (let at = 0; at < part.length; at += CHUNK_BYTES) yield part.subarray(at, at + CHUNK_BYTES);
    }
    this.#hook = this.#hooks.beforeFinalDot();
    try {
      await this.#hook;
    } catch (error) {
      this.hookError = { error };
      // Never the hook's own: the client library writes codes of its own into what it is given, and by its code the
      // hook's error tells a database that is away.
      throw new Error('Sending was stopped');
    }
    if (this.#stopped || this.signal.aborted) throw new Error('Sending was stopped');
    this.#stage = 'after_final_dot';
  }

  /** Keeps the end back for good, and waits until a hook under way has had its say. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#hook?.catch(() => {});
  }

  dispose(): void {
    this.#hooks.signal.removeEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = () => {
    if (this.#stage === 'before_final_dot') this.#controller.abort(this.#hooks.signal.reason);
  };
}
