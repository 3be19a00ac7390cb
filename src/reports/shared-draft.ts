import * as z from 'zod/mini';
import { contentSchema, type ReportContent } from './model.ts';

/** What the reports of one market and day have in common: nothing of an account, a brand, a schedule or a reader. */
export type SharedContent = Omit<ReportContent, 'brand' | 'generatedAt'>;

/** Figures, the listings shown and their as-of time as one, so that they agree wherever they come from. */
export interface SharedDraft {
  readonly content: SharedContent;
  /** False for a page of listings: there is no market in it to narrate. */
  readonly narrated: boolean;
  /** Why there is nothing to report on, or null. */
  readonly empty: string | null;
  /** An answer was cut off: true of this attempt, maybe not of the next. */
  readonly truncated: boolean;
}

/** Everything that a draft depends on, as plain JSON. */
export interface DraftScope {
  readonly cities: readonly string[];
  /** The last day of the window, YYYY-MM-DD. */
  readonly date: string;
  readonly scope: Readonly<Record<string, unknown>>;
}

/** Hands out an earlier draft of the same scope, or a new one. */
export type DraftSharing = (
  scope: DraftScope,
  options: { readonly produce: () => Promise<SharedDraft>; readonly signal: AbortSignal },
) => Promise<SharedDraft>;

/**
 * What must not be kept: what was cut off, and what is empty, since an outage at the vendor can look like a market
 * without listings and would then be reported for an hour.
 */
export const isLasting = ({ truncated, empty }: SharedDraft): boolean => !truncated && empty === null;

const schema = z.object({
  content: z.omit(contentSchema, { brand: true, generatedAt: true }),
  narrated: z.boolean(),
  empty: z.nullable(z.string()),
  truncated: z.boolean(),
});

/** A draft as it was stored; null when it is of another version of this program. */
export function readSharedDraft(stored: unknown): SharedDraft | null {
  const parsed = schema.safeParse(stored);
  return parsed.success ? parsed.data : null;
}
