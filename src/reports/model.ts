import * as z from 'zod/mini';
import { workError } from '../core/errors.ts';

const hex = z.string().check(z.regex(/^#[0-9a-f]{6}$/));
const nullable = <S extends z.ZodMiniType>(schema: S) => z.nullable(schema);
const list = <S extends z.ZodMiniType>(schema: S) => z.readonly(z.array(schema));

const figure = z.object({
  key: z.string(),
  label: z.string(),
  /** One of the four at the top. */
  prominent: z.boolean(),
  value: nullable(z.number()),
  unit: z.enum(['usd', 'count', 'months', 'days', 'ratio', 'usd_per_sqft', 'share']),
  /** The value as every surface prints it; a dash where it is null. */
  text: z.string(),
  population: z.string(),
  n: z.number(),
  /** Population, period or as-of, and n: "closed sales, May 2 – May 31, 2025 (n = 45)". */
  basis: z.string(),
  /** Why it is not known, or how small its sample is. */
  note: nullable(z.string()),
  smallSample: z.boolean(),
  excluded: z.record(z.string(), z.number()),
});

const listing = z.object({
  listingId: z.string(),
  price: z.string(),
  /** Says so where the seller does not want it shown. */
  address: z.string(),
  locality: z.string(),
  details: z.string(),
  listed: z.string(),
  office: z.string(),
});

const schema = z.object({
  version: z.literal(1),
  reportType: z.string(),
  title: z.string(),
  subject: z.string(),
  headline: z.string(),
  area: z.string(),
  period: z.string(),
  /** The period for running text: "the 30 days from …". */
  periodInWords: z.string(),
  asOf: z.string(),
  generatedAt: z.string(),
  source: z.object({ name: z.string(), sample: z.boolean() }),
  figures: list(figure),
  exclusions: list(z.string()),
  listings: z.object({ heading: z.string(), showing: z.string(), items: list(listing) }),
  definitions: list(z.object({ term: z.string(), text: z.string() })),
  disclaimers: list(z.string()),
  brand: z.object({
    name: z.string(),
    color: hex,
    onColor: hex,
    accent: hex,
    accentOnDark: hex,
    logoUrl: nullable(z.string()),
  }),
  narrative: z.object({ text: z.string(), writer: z.enum(['built-in', 'openai']) }),
});

/**
 * Everything that a report says, as plain JSON with the numbers already formatted: e-mail, text, PDF and `--json`
 * print it and compute nothing, so that they agree (M4), and a retry days later prints the same.
 */
export type ReportModel = z.output<typeof schema>;
export type ReportContent = Omit<ReportModel, 'narrative'>;
export const contentSchema = z.omit(schema, { narrative: true });
export type ReportFigure = z.output<typeof figure>;
export type ReportListing = z.output<typeof listing>;

/** A model as it was stored. @throws ReportctlError when it is of another version of this program. */
export function readReportModel(stored: unknown): ReportModel {
  const parsed = schema.safeParse(stored);
  if (parsed.success) return parsed.data;
  throw workError(
    'The stored report was made by another version of reportctl; generate it anew.',
    'report_model_unreadable',
    parsed.error,
  );
}
