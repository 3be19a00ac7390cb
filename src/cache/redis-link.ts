import type { Redis } from 'ioredis';
import { withinDeadline } from './deadline.ts';
import { hangUp } from './redis-dial.ts';
import { redisRefused, redisUnavailable, replyCode } from './redis-errors.ts';

export interface RedisLinkOptions {
  /** Connects anew; used for probes while the link is down. */
  dial: (signal: AbortSignal) => Promise<Redis>;
  /** A command that has no answer by then breaks the link. */
  commandTimeoutMs?: number;
  /** What callers may wait in vain over the life of the link; then it stays down. */
  patienceMs?: number;
  /** Pause between two probes that failed. */
  probeAfterMs?: number;
}

/**
 * A circuit breaker around one Redis connection. Closed: commands pass, each with a deadline. The first that gets no
 * answer, or any loss of the connection, opens it: all commands then fail at once, while probes dial in the
 * background, so that nobody waits for them. A probe that gets through closes it. Error replies (OOM, READONLY,
 * NOPERM …) are answers of a living server: they fail their command only.
 */
export class RedisLink {
  readonly #options: Required<RedisLinkOptions>;
  readonly #closing = new AbortController();
  #client: Redis | null = null;
  #probing = false;
  #nextProbeAt = 0;
  #waitedMs = 0;

  constructor(client: Redis, options: RedisLinkOptions) {
    this.#options = { commandTimeoutMs: 500, patienceMs: 2000, probeAfterMs: 5000, ...options };
    this.#adopt(client);
  }

  /** @throws ReportctlError (exit 69): `redis_unavailable`, or `redis_refused` for an error reply. */
  async run<T>(command: (client: Redis) => Promise<T>): Promise<T> {
    const client = this.#client;
    if (client === null) {
      this.#probe();
      throw redisUnavailable();
    }
    const startedAt = performance.now();
    const limit = this.#options.commandTimeoutMs;
    try {
      return await withinDeadline(command(client), limit);
    } catch (error) {
      if (replyCode(error) !== undefined) throw redisRefused(error);
      this.#lose(client, Math.min(performance.now() - startedAt, limit));
      throw redisUnavailable(error);
    }
  }

  close(): void {
    this.#closing.abort();
    const client = this.#client;
    this.#client = null;
    if (client !== null) hangUp(client);
  }

  #adopt(client: Redis): void {
    this.#client = client;
    client.once('end', () => this.#lose(client, 0));
  }

  /** Counted once per outage: commands under way fail together with the first, as their connection is closed. */
  #lose(client: Redis, waitedMs: number): void {
    if (this.#client !== client) return;
    this.#client = null;
    this.#waitedMs += waitedMs;
    hangUp(client);
    this.#probe();
  }

  #probe(): void {
    const exhausted = this.#waitedMs + this.#options.commandTimeoutMs > this.#options.patienceMs;
    if (this.#closing.signal.aborted || this.#probing || exhausted || performance.now() < this.#nextProbeAt) return;
    this.#probing = true;
    this.#options
      .dial(this.#closing.signal)
      .then(
        (client) => (this.#closing.signal.aborted ? hangUp(client) : this.#adopt(client)),
        () => {
          this.#nextProbeAt = performance.now() + this.#options.probeAfterMs;
        },
      )
      .finally(() => {
        this.#probing = false;
      });
  }
}
