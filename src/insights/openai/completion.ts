import * as z from 'zod/mini';

/** 140 words are about 200 tokens; the rest is what a reasoning model thinks in. */
export const MAX_OUTPUT_TOKENS = 2_000;

const count = z.catch(z.number().check(z.gte(0)), 0);
const completion = z.object({
  choices: z.array(
    z.object({
      finish_reason: z.nullish(z.string()),
      message: z.object({ content: z.nullish(z.string()), refusal: z.nullish(z.string()) }),
    }),
  ),
  usage: z.nullish(z.object({ prompt_tokens: count, completion_tokens: count })),
});
const answer = z.object({ narrative: z.string().check(z.minLength(1)) });

export interface Tokens {
  readonly input: number;
  readonly output: number;
}

/** One answer of the API, told apart by what can be done with it. */
export type Completion =
  | { readonly kind: 'text'; readonly text: string; readonly output: string; readonly tokens: Tokens }
  | { readonly kind: 'refusal'; readonly output: string | null; readonly tokens: Tokens }
  | { readonly kind: 'cut_off' | 'unreadable'; readonly output: string | null; readonly tokens: Tokens };

/** Reads what a server that speaks the API sent; trusts none of it. */
export function readCompletion(body: unknown): Completion {
  const parsed = completion.safeParse(body);
  const [choice] = parsed.success ? parsed.data.choices : [];
  const usage = parsed.success ? parsed.data.usage : null;
  const tokens = { input: usage?.prompt_tokens ?? 0, output: usage?.completion_tokens ?? 0 };
  const output = choice?.message.content ?? null;
  if (choice === undefined) return { kind: 'unreadable', output: null, tokens };
  if (choice.message.refusal || choice.finish_reason === 'content_filter') {
    return { kind: 'refusal', output: choice.message.refusal ?? output, tokens };
  }
  if (choice.finish_reason === 'length') return { kind: 'cut_off', output, tokens };
  const text = narrativeIn(output);
  return text === null || output === null
    ? { kind: 'unreadable', output, tokens }
    : { kind: 'text', text, output, tokens };
}

function narrativeIn(output: string | null): string | null {
  try {
    const parsed = answer.safeParse(JSON.parse(output ?? ''));
    return parsed.success ? parsed.data.narrative : null;
  } catch {
    return null;
  }
}
