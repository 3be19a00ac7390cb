/** How a figure moved. The text is printed as it stands; direction is said in words, which must agree with `sign`. */
export interface Change {
  /** Such as "4.2%", "0.4 months", "3 days". */
  readonly text: string;
  readonly sign: -1 | 0 | 1;
  /** What it is measured against, to stand after "in": "the previous 30 days". */
  readonly against: string;
}

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
  /** The days that it was taken from, where these are several: "the last 90 days". */
  readonly over?: string;
  /** The price range that it is of, where it is of one: "at $300K–$400K". */
  readonly range?: string;
  /** Absent: nothing comparable is known, and so no movement is to be asserted. */
  readonly change?: Change;
  /** Against another window, where that shows another direction: `change` is not told without it. */
  readonly contrary?: Change;
}

/** What the homes are called where the report is about some of an area's homes alone. */
export interface ChosenHomes {
  readonly one: string;
  readonly many: string;
  /** They are counted as a part: "7 of the selected homes". */
  readonly partitive?: boolean;
}

export interface NarrativeFacts {
  readonly area: string;
  /** Such as "the 30 days from May 2 to May 31, 2025". */
  readonly period: string;
  /** Absent: the report is about all homes of the area. */
  readonly homes?: ChosenHomes;
  readonly facts: readonly Fact[];
}

/** Whom the narrative addresses: readers of an agent's mail, or people who read market reports for a living. */
export type Tone = 'agent' | 'professional';

/** Why the built-in writer's text stands where a model was configured. */
export type FallbackReason =
  | 'check_failed'
  | 'model_refused'
  | 'unusable_answer'
  | 'vendor_error'
  | 'timeout'
  | 'daily_cap'
  | 'internal';

/** One answer of a model, and what became of it. */
export interface NarrationAttempt {
  /** What the model wrote, cut to a bound; null where nothing readable came back. */
  readonly output: string | null;
  /** Why it was not published; empty for the text that was. */
  readonly problems: readonly { readonly code: string; readonly message: string }[];
  readonly tokens: { readonly input: number; readonly output: number };
}

/** How a narrative came about: plain, bounded JSON to be kept with the generation. */
export interface NarrativeTrace {
  readonly model: string;
  readonly tone: Tone;
  readonly prompt: string;
  readonly facts: NarrativeFacts;
  readonly attempts: readonly NarrationAttempt[];
  /** Of all attempts; already paid for by an earlier report where `cached`. */
  readonly tokens: { readonly input: number; readonly output: number };
  readonly cached: boolean;
  /** Null: the model's own text is shown. */
  readonly fallback: FallbackReason | null;
}

export interface Narrative {
  readonly text: string;
  readonly writer: 'built-in' | 'openai';
  /** Absent where no model is configured: figures and text are all there is to know. */
  readonly trace?: NarrativeTrace;
}

/** Turns facts into a few sentences. May reject: the report then falls back to the built-in writer. */
export type Narrator = (facts: NarrativeFacts, options: { readonly signal: AbortSignal }) => Promise<Narrative>;
