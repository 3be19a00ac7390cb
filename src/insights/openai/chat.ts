import { type Completion, MAX_OUTPUT_TOKENS, readCompletion } from './completion.ts';
import { RESPONSE_FORMAT } from './prompt.ts';
import { retryAfterMs } from './retry-after.ts';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** A request that brought no answer. */
export interface ChatFailure {
  readonly kind: 'failure';
  /** Absent: no HTTP answer came. */
  readonly status?: number;
  readonly retryable: boolean;
  /** Null: the vendor named no time. */
  readonly retryAfterMs: number | null;
  /** Whether the vendor may have done the work, and charge for it, all the same. */
  readonly mayBeCharged: boolean;
}

export type Chat = (messages: readonly ChatMessage[], signal: AbortSignal) => Promise<Completion | ChatFailure>;

export interface ChatOptions {
  readonly apiKey: string;
  readonly baseUrl: string | undefined;
  readonly model: string;
  readonly timeoutMs: number;
  readonly now: () => Date;
}

const PUBLIC_API = 'https://api.openai.com/v1';
/** Models that think before they write; others refuse the parameter. */
const REASONING_MODEL = /^(?:gpt-[5-9]|o\d)/;
const PASSING = new Set([408, 409, 425, 429]);

/** One request to the Chat Completions API through the openai library, which is loaded here and not before. */
export function createChat(options: ChatOptions): Chat {
  const { apiKey, baseUrl = PUBLIC_API, model, timeoutMs, now } = options;
  const load = once(async () => {
    const { OpenAI, APIError } = await import('openai');
    // Null keeps the library from reading settings of its own from the environment. Retries are ours: it would sleep
    // through the run's deadline.
    const own = { organization: null, project: null, adminAPIKey: null, webhookSecret: null, logLevel: 'off' } as const;
    const client = new OpenAI({ apiKey, baseURL: baseUrl, maxRetries: 0, timeout: timeoutMs, ...own });
    return { client, APIError };
  });
  return async (messages, signal) => {
    const { client, APIError } = await load();
    try {
      const request = {
        model,
        messages: [...messages],
        response_format: RESPONSE_FORMAT,
        max_completion_tokens: MAX_OUTPUT_TOKENS,
        ...(REASONING_MODEL.test(model) ? { reasoning_effort: 'low' as const } : {}),
      };
      return readCompletion(await client.chat.completions.create(request, { signal }));
    } catch (error) {
      const failed = error instanceof APIError ? error : undefined;
      return failureOf(failed?.status, failed?.headers ?? null, now());
    }
  };
}

function failureOf(status: number | undefined, headers: Headers | null, now: Date): ChatFailure {
  const base = { kind: 'failure', retryAfterMs: headers ? retryAfterMs(headers, now) : null } as const;
  if (status === undefined) return { ...base, retryable: true, mayBeCharged: true };
  return { ...base, status, retryable: PASSING.has(status) || status >= 500, mayBeCharged: false };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Tokens that a request may cost at most, by three characters a token: English has about four. */
export function mostTokens(messages: readonly ChatMessage[]): number {
  const characters = messages.reduce((sum, { content }) => sum + content.length, 0);
  return Math.ceil(characters / 3) + MAX_OUTPUT_TOKENS;
}
