import * as z from 'zod/mini';
import { factSchema, homesSchema } from './fact-schema.ts';

const text = z.string();
const tokens = z.object({ input: z.number(), output: z.number() });

/** How a narrative came about (`NarrativeTrace`), as it is stored with the report's model. */
export const narrativeTrace = z.object({
  model: text,
  tone: z.enum(['agent', 'professional']),
  prompt: text,
  facts: z.object({
    area: text,
    period: text,
    homes: z.optional(homesSchema),
    facts: z.readonly(z.array(factSchema)),
  }),
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
