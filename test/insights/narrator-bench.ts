import type { Cache } from '../../src/cache/cache.ts';
import { createPostgresCache } from '../../src/cache/postgres-cache.ts';
import { createLog } from '../../src/core/log.ts';
import type { Narrator } from '../../src/insights/facts.ts';
import { createOpenAiNarrator, type OpenAiNarratorOptions } from '../../src/insights/openai-narrator.ts';
import { createTokenBudget } from '../../src/insights/token-budget.ts';
import type { TestDatabase } from '../support/database.ts';
import { type OpenAiReply, type OpenAiServer, startOpenAiServer } from '../support/openai-server.ts';

export const NOW = new Date('2025-06-02T14:00:00Z');
export const API_KEY = 'sk-test-0123456789';

export interface NarratorBench {
  readonly server: OpenAiServer;
  readonly narrate: Narrator;
  readonly cache: Cache;
  /** What was logged. */
  readonly lines: string[];
  /** Another narrator on the same server, cache and budget, as another process would have. */
  another(changes?: Partial<OpenAiNarratorOptions>): Narrator;
}

/** A narrator against a local server that gives `replies` in turn, the last of them for ever. */
export async function startBench(
  database: TestDatabase,
  replies: readonly OpenAiReply[],
  { dailyTokens = 1_000_000, ...changes }: Partial<OpenAiNarratorOptions> & { dailyTokens?: number } = {},
): Promise<NarratorBench> {
  const server = await startOpenAiServer((i) => replies[Math.min(i, replies.length - 1)] ?? { kind: 'silence' });
  const clock = { now: () => NOW };
  const lines: string[] = [];
  const log = createLog({
    level: 'debug',
    stream: { write: (line: string) => lines.push(line) > 0 },
    redact: (text) => text,
    readable: false,
  });
  const cache = createPostgresCache({ pool: database.pool, clock, log });
  const budget = createTokenBudget({ db: database.pool, clock, apiKey: API_KEY, dailyTokens });
  const base: OpenAiNarratorOptions = {
    apiKey: API_KEY,
    baseUrl: server.url,
    model: 'gpt-5-mini',
    tone: 'agent',
    timeoutMs: 20_000,
    cache,
    budget,
    clock,
    log,
    ...changes,
  };
  return {
    server,
    narrate: createOpenAiNarrator(base),
    cache,
    lines,
    another: (more) => createOpenAiNarrator({ ...base, ...more }),
  };
}
