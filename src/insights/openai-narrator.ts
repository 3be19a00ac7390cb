import * as z from 'zod/mini';
import type { Cache } from '../cache/cache.ts';
import { aiInsightsKey, NAMESPACE_TTL_SECONDS } from '../cache/namespaces.ts';
import { remember } from '../cache/remember.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { untilAborted } from '../core/until-aborted.ts';
import { checkNarrative } from './check/check-narrative.ts';
import type { FallbackReason, NarrationAttempt, NarrativeFacts, NarrativeTrace, Narrator, Tone } from './facts.ts';
import { type Asked, askForNarrative } from './openai/ask.ts';
import { createChat } from './openai/chat.ts';
import { quotable, systemPrompt } from './openai/prompt.ts';
import type { TokenBudget } from './token-budget.ts';
import { writeNarrative } from './write-narrative.ts';

export interface OpenAiNarratorOptions {
  readonly apiKey: string;
  /** Undefined: the public API. */
  readonly baseUrl: string | undefined;
  readonly model: string;
  readonly tone: Tone;
  /** All that a narrative may delay a run: requests, waits, cache and budget together. */
  readonly timeoutMs: number;
  readonly cache: Cache;
  readonly budget: TokenBudget;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
}

interface Kept {
  readonly text: string;
  readonly attempts: readonly NarrationAttempt[];
}

/** Ends a production that must not be kept, and carries what is known of it. */
class NotNarrated extends Error {
  readonly reason: FallbackReason;
  readonly attempts: readonly NarrationAttempt[];

  constructor(reason: FallbackReason, attempts: readonly NarrationAttempt[]) {
    super(reason);
    this.reason = reason;
    this.attempts = attempts;
  }
}

/** The vendor says that no request of this kind can succeed: wrong key, no right, no such model. */
const HOPELESS = new Set([401, 403, 404]);

/**
 * A language model's narrative where it passes the check, kept for 24 h under all that it depends on; else the
 * built-in writer's, with the reason in `trace.fallback`. Rejects only with the reason of the run's own signal.
 */
export function createOpenAiNarrator(options: OpenAiNarratorOptions): Narrator {
  const { baseUrl, model, tone, timeoutMs, cache, budget, clock, log } = options;
  const chat = createChat({ ...options, now: () => clock.now() });
  let hopeless = false;

  const produce = async (facts: NarrativeFacts, signal: AbortSignal, endsAt: number): Promise<Kept> => {
    if (hopeless) throw new NotNarrated('vendor_error', []);
    const remainingMs = () => endsAt - performance.now();
    const asked: Asked = await askForNarrative(facts, { chat, budget, tone, signal, remainingMs });
    if ('text' in asked) return { text: asked.text, attempts: asked.attempts };
    hopeless ||= asked.status !== undefined && HOPELESS.has(asked.status);
    log.warn(
      { reason: asked.failure, status: asked.status, problems: problemCodes(asked) },
      'insights by the built-in writer',
    );
    throw new NotNarrated(asked.failure, asked.attempts);
  };

  return async (facts, { signal }) => {
    const known = quotable(facts);
    const prompt = systemPrompt(tone);
    const trace = traceWriter({ model, tone, prompt, facts: known });
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const endsAt = performance.now() + timeoutMs;
    let cached = true;
    try {
      const key = aiInsightsKey({ facts: known, model, baseUrl, tone, prompt });
      const remembered = remember<Kept>(cache, key, {
        ttlSeconds: NAMESPACE_TTL_SECONDS.ai_insights,
        produce: () => {
          cached = false;
          return produce(known, deadline, endsAt);
        },
        decode: (stored) => decodeKept(stored, known),
        signal: deadline,
        lockMs: timeoutMs,
        waitMs: timeoutMs,
      });
      const { text, attempts } = await untilAborted(remembered, deadline);
      return { text, writer: 'openai', trace: trace(attempts, cached, null) };
    } catch (error) {
      signal.throwIfAborted();
      const reason = reasonOf(error, deadline);
      if (!(error instanceof NotNarrated)) log.warn({ reason }, 'insights by the built-in writer');
      const attempts = error instanceof NotNarrated ? error.attempts : [];
      return { text: writeNarrative(facts, tone), writer: 'built-in', trace: trace(attempts, false, reason) };
    }
  };
}

function reasonOf(error: unknown, deadline: AbortSignal): FallbackReason {
  if (error instanceof NotNarrated) return error.reason;
  return deadline.aborted ? 'timeout' : 'internal';
}

function traceWriter(context: Pick<NarrativeTrace, 'model' | 'tone' | 'prompt' | 'facts'>) {
  return (attempts: Kept['attempts'], cached: boolean, fallback: FallbackReason | null): NarrativeTrace => {
    const sum = (side: 'input' | 'output') => attempts.reduce((total, { tokens }) => total + tokens[side], 0);
    return { ...context, attempts, tokens: { input: sum('input'), output: sum('output') }, cached, fallback };
  };
}

function problemCodes({ attempts }: Asked): string[] {
  return [...new Set(attempts.flatMap(({ problems }) => problems.map(({ code }) => code)))];
}

const tokens = z.object({ input: z.number(), output: z.number() });
const problem = z.object({ code: z.string(), message: z.string() });
const kept = z.object({
  text: z.string(),
  attempts: z.array(z.object({ output: z.nullable(z.string()), problems: z.array(problem), tokens })),
});

/** A stored text is published only while it still passes: the check may be stricter than when it was stored. */
function decodeKept(stored: unknown, facts: NarrativeFacts): Kept | null {
  const parsed = kept.safeParse(stored);
  return parsed.success && checkNarrative(parsed.data.text, facts).ok ? parsed.data : null;
}
