import * as z from 'zod/mini';
import { usageError } from '../core/errors.ts';
import { changeSchema, factSchema } from './fact-schema.ts';
import type { Fact, NarrativeFacts } from './facts.ts';

const text = z.string();
const factsFile = z.object({ area: text, period: text, facts: z.array(factSchema) });
/** What `generate --out report.json` writes, as far as a narrative may know of it. */
const modelFile = z.object({
  area: text,
  periodInWords: text,
  figures: z.array(z.extend(factSchema, { changes: z.optional(z.array(changeSchema)) })),
});

/**
 * Facts from a JSON document: `{ area, period, facts }`, or a whole report model.
 * @throws ReportctlError (exit 2) that names the first part that does not fit
 */
export function parseFacts(json: string): NarrativeFacts {
  const document = parseJson(json);
  const model = modelFile.safeParse(document);
  if (model.success) {
    // A report shows several comparisons; its narrative may quote the first.
    const figures = model.data.figures.map(({ changes, ...fact }) => ({ ...fact, change: changes?.[0] }));
    return { area: model.data.area, period: model.data.periodInWords, facts: exact(figures) };
  }
  const parsed = factsFile.safeParse(document);
  if (parsed.success) return { ...parsed.data, facts: exact(parsed.data.facts) };
  const at = parsed.error.issues[0]?.path.join('.') || 'the document';
  throw usageError(
    `The facts do not have the expected form (at: ${at}). Give the JSON of a report, or { area, period, facts }.`,
    'facts_unreadable',
  );
}

/** An absent change is left out rather than present as undefined. */
function exact(
  facts: readonly (Omit<z.output<typeof factSchema>, 'change'> & { change?: Fact['change'] | undefined })[],
): Fact[] {
  return facts.map(({ change: moved, ...fact }) => ({ ...fact, ...(moved ? { change: moved } : {}) }));
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw usageError('The facts are not JSON.', 'facts_unreadable');
  }
}
