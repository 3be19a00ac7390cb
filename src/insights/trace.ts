import * as z from 'zod/mini';

const text = z.string();
const tokens = z.object({ input: z.number(), output: z.number() });
const fact = z.object({
  key: text,
  label: text,
  value: z.nullable(z.number()),
  text,
  n: z.number(),
  population: text,
  smallSample: z.boolean(),
  change: z.optional(z.object({ text, sign: z.union([z.literal(-1), z.literal(0), z.literal(1)]), against: text })),
});

/** How a narrative came about (`NarrativeTrace`), as it is stored with the report's model. */
export const narrativeTrace = z.object({
  model: text,
  tone: z.enum(['agent', 'professional']),
  prompt: text,
  facts: z.object({ area: text, period: text, facts: z.readonly(z.array(fact)) }),
  attempts: z.readonly(
    z.array(
      z.object({
        output: z.nullable(text),
        problems: z.readonly(z.array(z.object({ code: text, message: text }))),
        tokens,
      }),
    ),
  ),
  tokens,
  cached: z.boolean(),
  fallback: z.nullable(text),
});

export type StoredTrace = z.output<typeof narrativeTrace>;
