/** A number as it stands in a text, with what it counts: "$312,500", "3.2 months", "45". */
export interface NumberToken {
  readonly raw: string;
  /** Currency, digits and percent sign, without a sign of direction: what must equal a fact's. */
  readonly number: string;
  /** The unit word behind it, or ''. */
  readonly unit: string;
  /** -1 and 1 where a sign is written. */
  readonly sign: -1 | 0 | 1;
  readonly at: number;
}

/** Words that turn a count into another quantity. */
const UNITS =
  'percentage points?|percent|basis points?|points?|months?|days?|weeks?|years?|hours?|hundred|thousand|million|billion|trillion|dollars|cents|times|fold';
// Letters glued to digits ("312K", "Q3", "2nd") stay part of the number, so that none of it goes unseen.
const NUMBER = new RegExp(
  `([+\\-−]?)(\\p{L}*\\p{Sc}?\\d+(?:,\\d+)*(?:\\.\\d+)?(?:\\s?%|\\p{L}+)?)(?:[ -](${UNITS})\\b)?`,
  'giu',
);

export function numberTokens(text: string): NumberToken[] {
  return Array.from(text.matchAll(NUMBER), (match) => {
    const [raw, sign = '', number = '', unit = ''] = match;
    return { raw, number, unit: joint(raw, unit), sign: signOf(sign), at: match.index };
  });
}

/** "3.2-month" is not "3.2 months", and not "3.2 month" either. */
function joint(raw: string, unit: string): string {
  return unit !== '' && raw.includes(`-${unit}`) ? `-${unit}` : unit.toLowerCase();
}

function signOf(sign: string): -1 | 0 | 1 {
  if (sign === '') return 0;
  return sign === '+' ? 1 : -1;
}
