import * as z from 'zod/mini';
import { usageError } from '../core/errors.ts';
import { bandSchema, changeSchema, factSchema, homesSchema } from './fact-schema.ts';
import type { NarrativeFacts } from './facts.ts';
import { factsOfReport } from './facts-of-report.ts';

const text = z.string();
const shownChange = z.extend(changeSchema, { n: z.optional(z.number()) });
const factsFile = z.object({ area: text, period: text, homes: z.optional(homesSchema), facts: z.array(factSchema) });
/** What `generate --out report.json` writes, as far as a narrative may know of it. */
const modelFile = z.object({
  area: text,
  periodInWords: text,
  homesInWords: z.nullish(homesSchema),
  bands: z.optional(z.array(bandSchema)),
  figures: z.array(z.extend(factSchema, { changes: z.optional(z.array(shownChange)) })),
});

/**
 * Facts from a JSON document: `{ area, period, facts }`, or a whole report model.
 * @throws ReportctlError (exit 2) that names the first part that does not fit
 */
export function parseFacts(json: string): NarrativeFacts {
  const document = parseJson(json);
  const model = modelFile.safeParse(document);
  if (model.success) return factsOfReport(model.data);
  const parsed = factsFile.safeParse(document);
  if (parsed.success) return parsed.data;
  const at = parsed.error.issues[0]?.path.join('.') || 'the document';
  throw usageError(
    `The facts do not have the expected form (at: ${at}). Give the JSON of a report, or { area, period, facts }.`,
    'facts_unreadable',
  );
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw usageError('The facts are not JSON.', 'facts_unreadable');
  }
}
