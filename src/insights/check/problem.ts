export type ProblemCode =
  | 'length'
  | 'cut_off'
  | 'markup'
  | 'link'
  | 'characters'
  | 'number'
  | 'unit'
  | 'population'
  | 'measure'
  | 'direction'
  | 'quantity'
  | 'market_state'
  | 'cause'
  | 'forecast'
  | 'advice'
  | 'unsupported'
  | 'not_a_narrative'
  | 'fair_housing';

/** One reason why a text is not published, worded so that its writer can mend it. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
}

/** A number of the text and the fact that it was found to be. */
export interface QuotedFigure {
  readonly text: string;
  readonly key: string;
  readonly label: string;
  readonly part: 'value' | 'change';
  /** What a change is measured against. */
  readonly against?: string;
  readonly population: string;
  readonly n: number;
}

export interface Verdict {
  readonly ok: boolean;
  readonly words: number;
  readonly problems: readonly Problem[];
  /** In the order of the text. */
  readonly figures: readonly QuotedFigure[];
}
