import * as z from 'zod/mini';
import { workError } from '../core/errors.ts';
import { bandSchema, homesSchema } from '../insights/fact-schema.ts';
import { narrativeTrace } from '../insights/trace.ts';

const hex = z.string().check(z.regex(/^#[0-9a-f]{6}$/));
const nullable = <S extends z.ZodMiniType>(schema: S) => z.nullable(schema);
const list = <S extends z.ZodMiniType>(schema: S) => z.readonly(z.array(schema));

const unit = z.enum(['usd', 'count', 'months', 'days', 'ratio', 'usd_per_sqft', 'share']);

const change = z.object({
  /** Without its sign: "4.2%", "0.4 months". */
  text: z.string(),
  sign: z.union([z.literal(-1), z.literal(0), z.literal(1)]),
  /** To stand after "from": "the previous 30 days". */
  against: z.string(),
  /** The smaller of the two numbers of homes; not known of changes stored before there was one. */
  n: z.optional(z.number()),
});

const figure = z.object({
  key: z.string(),
  label: z.string(),
  /** One of the four at the top. */
  prominent: z.boolean(),
  value: nullable(z.number()),
  unit,
  /** The value as every surface prints it; a dash where it is null. */
  text: z.string(),
  population: z.string(),
  n: z.number(),
  /** The days that it was taken from, where these are several, for running text: "the last 90 days". */
  over: z.optional(z.string()),
  /** Population, period or as-of, and n: "closed sales, May 2 – May 31, 2025 (n = 45)". */
  basis: z.string(),
  /** Why it is not known, or how small its sample is. */
  note: nullable(z.string()),
  smallSample: z.boolean(),
  excluded: z.record(z.string(), z.number()),
  /** Against the window before, then a year ago; left out where it cannot be told. */
  changes: list(change),
});

const listing = z.object({
  listingId: z.string(),
  price: z.string(),
  /** Says so where the seller does not want it shown. */
  address: z.string(),
  locality: z.string(),
  details: z.string(),
  /** What happened when: "Listed May 10, 2025". */
  when: z.string(),
  /** The other times at which the same home is open: an e-mail that lists ten of many names each home once. */
  also: z.optional(z.string()),
  office: z.string(),
  /** An https URL; whether it can be shown is decided when it is fetched. */
  photo: nullable(z.string()),
  /** What happened when, in parts: under the section's `columns`. */
  cells: z.optional(list(z.string())),
});

const listings = z.object({
  heading: z.string(),
  /** How many there are in all: "156 active listings", "more than 500 active listings". */
  of: z.string(),
  layout: z.enum(['rows', 'cards']),
  /** Where readers look for a time before anything else. */
  whenFirst: z.optional(z.boolean()),
  /** Of a full table, the price's last; without them, a listing's `when` is not told in parts. */
  columns: z.optional(list(z.string())),
  /** With how many there are under the heading, where that is known: "50 open houses". */
  groups: list(z.object({ heading: nullable(z.string()), of: z.optional(z.string()), items: list(listing) })),
});

const table = z.object({
  heading: z.string(),
  basis: z.string(),
  /** The first column names the row; the others hold formatted numbers. */
  columns: list(z.string()),
  rows: list(list(z.string())),
});

const series = z.object({
  name: z.string(),
  mark: z.enum(['bar', 'line', 'dashed']),
  unit,
  values: list(nullable(z.number())),
  /** The values as every surface prints them. */
  texts: list(z.string()),
});

const chart = z.object({
  key: z.string(),
  title: z.string(),
  basis: z.string(),
  categories: list(z.string()),
  series: list(series),
});

const schema = z.object({
  version: z.literal(1),
  reportType: z.string(),
  title: z.string(),
  subject: z.string(),
  headline: z.string(),
  area: z.string(),
  /** For a narrative, which must not speak of all homes where it knows some; null where it knows all. */
  homesInWords: nullable(homesSchema),
  /** "May 3 – Jun 1, 2025"; the same as `asOf` for a report that is of that moment alone. */
  period: z.string(),
  /** The period for running text: "the 30 days from …". */
  periodInWords: z.string(),
  asOf: z.string(),
  generatedAt: z.string(),
  source: z.object({ name: z.string(), sample: z.boolean() }),
  figures: list(figure),
  /** The market by price as a narrative may know it; absent where the report is not about that. */
  bands: z.optional(list(bandSchema)),
  /** What the reader must know of the selection: a widened price limit, say. */
  notices: list(z.string()),
  charts: list(chart),
  tables: list(table),
  exclusions: list(z.string()),
  listings: nullable(listings),
  definitions: list(z.object({ term: z.string(), text: z.string() })),
  /** Of the listings that the e-mail shows: all of them would push it over its size. */
  disclaimers: list(z.string()),
  /** Of all listings, which the PDF shows. A report that was stored by an earlier version has none. */
  allDisclaimers: z.optional(list(z.string())),
  brand: z.object({
    name: z.string(),
    color: hex,
    onColor: hex,
    accent: hex,
    accentOnDark: hex,
    logoUrl: nullable(z.string()),
  }),
  /** Null for types that show listings and no market to narrate. */
  narrative: nullable(
    z.object({
      text: z.string(),
      writer: z.enum(['built-in', 'openai']),
      // A trace of another version must not keep the report itself from being sent again.
      trace: z.catch(z.optional(narrativeTrace), undefined),
    }),
  ),
});

/**
 * Everything that a report says, as plain JSON with the numbers already formatted: e-mail, text, PDF and `--json`
 * print it and compute nothing, so that they agree (M4), and a retry days later prints the same.
 */
export type ReportModel = z.output<typeof schema>;
export type ReportContent = Omit<ReportModel, 'narrative'>;
export const contentSchema = z.omit(schema, { narrative: true });
export type ReportFigure = z.output<typeof figure>;
export type ReportChange = z.output<typeof change>;
export type ReportListing = z.output<typeof listing>;
export type ReportListings = z.output<typeof listings>;
export type ReportTable = z.output<typeof table>;
export type ReportChart = z.output<typeof chart>;

/** A model as it was stored. @throws ReportctlError when it is of another version of this program. */
export function readReportModel(stored: unknown): ReportModel {
  const parsed = schema.safeParse(withNewerFields(stored));
  if (parsed.success) return parsed.data;
  throw workError(
    'The stored report was made by another version of reportctl; generate it anew.',
    'report_model_unreadable',
    parsed.error,
  );
}

/** A report that was stored before an upgrade must still reach those who were asked to wait. */
const withNewerFields = (stored: unknown): unknown =>
  typeof stored === 'object' && stored !== null && 'area' in stored ? { homesInWords: null, ...stored } : stored;
