/**
 * One formatted figure of a report: all that a narrative may know of it. No remarks, addresses or people are in here,
 * so none can reach a model (S6).
 */
export interface Fact {
  readonly key: string;
  readonly label: string;
  /** Null: not known, and so not to be asserted. Ratios and shares are fractions. */
  readonly value: number | null;
  /** The value as every surface of the report prints it. */
  readonly text: string;
  readonly n: number;
  readonly population: string;
  readonly smallSample: boolean;
}

export interface NarrativeFacts {
  readonly area: string;
  /** Such as "the 30 days from May 2 to May 31, 2025". */
  readonly period: string;
  readonly facts: readonly Fact[];
}

export interface Narrative {
  readonly text: string;
  readonly writer: 'built-in' | 'openai';
}

/** Turns facts into a few sentences. May reject: the report then falls back to the built-in writer. */
export type Narrator = (facts: NarrativeFacts, options: { readonly signal: AbortSignal }) => Promise<Narrative>;
