import { setTimeout as sleep } from 'node:timers/promises';
import { checkNarrative } from '../check/check-narrative.ts';
import type { FallbackReason, NarrationAttempt, NarrativeFacts, Tone } from '../facts.ts';
import type { TokenBudget } from '../token-budget.ts';
import { type Chat, type ChatFailure, type ChatMessage, mostTokens } from './chat.ts';
import type { Completion } from './completion.ts';
import { correction, fillNames, systemPrompt, userPrompt } from './prompt.ts';

export interface AskOptions {
  readonly chat: Chat;
  readonly budget: TokenBudget;
  readonly tone: Tone;
  readonly signal: AbortSignal;
  /** Milliseconds until `signal` ends it: a wait beyond that is not begun. */
  readonly remainingMs: () => number;
}

export type Asked = { readonly attempts: readonly NarrationAttempt[] } & (
  | { readonly text: string }
  | { readonly failure: FallbackReason; readonly status?: number }
);

/** Without a Retry-After; long enough for a server that is starting again, short beside the whole timeout. */
const PAUSE_MS = 500;
/** What is kept of an output: several times the longest text that could be published. */
const KEPT_CHARACTERS = 4_000;

/**
 * Asks for a narrative that passes the check: at most one more request after a failed one, and one more after an
 * answer that cannot be published, with the reasons. Rejects only where the budget's database does, or the signal.
 */
export async function askForNarrative(facts: NarrativeFacts, options: AskOptions): Promise<Asked> {
  const { tone, signal } = options;
  const messages: ChatMessage[] = [
    { role: 'system', content: systemPrompt(tone) },
    { role: 'user', content: userPrompt(facts) },
  ];
  const attempts: NarrationAttempt[] = [];
  const left = { requests: 1, answers: 1 };
  for (;;) {
    const answer = await request(messages, options);
    signal.throwIfAborted();
    if (answer === 'daily_cap') return { attempts, failure: 'daily_cap' };
    if (answer.kind === 'failure') {
      attempts.push({ output: null, problems: [failureProblem(answer)], tokens: { input: 0, output: 0 } });
      if (left.requests-- > 0 && (await mayRetry(answer, options))) continue;
      return { attempts, failure: 'vendor_error', ...(answer.status === undefined ? {} : { status: answer.status }) };
    }
    const judged = judge(answer, facts);
    attempts.push({ output: bounded(answer.output), problems: judged.problems, tokens: answer.tokens });
    if ('text' in judged) return { attempts, text: judged.text };
    if (judged.failure === 'model_refused' || left.answers-- === 0) return { attempts, failure: judged.failure };
    messages.splice(
      2,
      messages.length,
      { role: 'assistant', content: bounded(answer.output) ?? '' },
      { role: 'user', content: correction(judged.problems) },
    );
  }
}

async function request(
  messages: readonly ChatMessage[],
  { chat, budget, signal }: AskOptions,
): Promise<Completion | ChatFailure | 'daily_cap'> {
  const settle = await budget.reserve(mostTokens(messages));
  if (settle === null) return 'daily_cap';
  const answer = await chat(messages, signal);
  await settle(tokensUsed(answer));
  return answer;
}

function tokensUsed(answer: Completion | ChatFailure): number | null {
  if (answer.kind === 'failure') return answer.mayBeCharged ? null : 0;
  const { input, output } = answer.tokens;
  // A server that does not count leaves the reservation as the best guess.
  return input + output > 0 ? input + output : null;
}

/** Waits as asked; false where it would be for nothing. */
async function mayRetry({ retryable, retryAfterMs }: ChatFailure, { signal, remainingMs }: AskOptions) {
  const wait = retryAfterMs ?? PAUSE_MS;
  if (!retryable || wait >= remainingMs()) return false;
  await sleep(wait, undefined, { signal });
  return true;
}

type Judged = { readonly problems: NarrationAttempt['problems'] } & (
  | { readonly text: string }
  | { readonly failure: FallbackReason }
);

function judge(answer: Completion, facts: NarrativeFacts): Judged {
  if (answer.kind === 'text') {
    const text = fillNames(answer.text, facts);
    const { ok, problems } = checkNarrative(text, facts);
    return ok ? { problems, text } : { problems, failure: 'check_failed' };
  }
  if (answer.kind === 'refusal') {
    return { problems: [{ code: 'refusal', message: 'The model declined to answer.' }], failure: 'model_refused' };
  }
  const message =
    answer.kind === 'cut_off'
      ? 'The answer was cut off at its greatest length: be shorter.'
      : 'The answer was not the JSON object that was asked for.';
  return { problems: [{ code: answer.kind, message }], failure: 'unusable_answer' };
}

function failureProblem({ status }: ChatFailure): { code: string; message: string } {
  const message =
    status === undefined ? 'No readable answer came.' : `The service answered with HTTP status ${status}.`;
  return { code: 'vendor_error', message };
}

const bounded = (output: string | null): string | null => output?.slice(0, KEPT_CHARACTERS) ?? null;
