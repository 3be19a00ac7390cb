import type { Change } from '../market/change.ts';
import type { ExclusionReason, Unit } from '../market/figure.ts';
import type { SizedFigure } from '../market/snapshot.ts';
import { DASH } from '../reports/text.ts';

/** "+4.2 %" for what moves by percent, "−1.5 points" for ratios, "+3 days"; a dash where there is nothing to tell. */
export function changeText(change: Change | null, unit: Unit): string {
  if (change === null) return DASH;
  const { kind, value } = change;
  if (kind === 'relative') return `${signed(value * 100, 1)} %`;
  if (unit === 'ratio' || unit === 'share') return `${signed(value * 100, 1)} points`;
  return `${signed(value, 1)} ${unit}`;
}

function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}

const REASONS: Readonly<Record<ExclusionReason, string>> = {
  rental: 'rental',
  other_type: 'of another type',
  other_status: 'of another status',
  no_price: 'without a price',
  no_original_price: 'without an original price',
  no_date: 'without a date',
  no_list_date: 'without a list date',
  no_area: 'without a usable area',
  no_days: 'without days on market',
  negative_days: 'with negative days',
  ratio_out_of_range: 'with an implausible ratio',
};

const SIZES = {
  sufficient: [],
  small: ['small sample'],
  very_small: ['very small sample'],
  too_small_for_change: ['very small sample'],
};

/** Why a value is missing, how small its sample is, and what was left out of it. */
export function exclusionText({ value, reason, sample, excluded }: SizedFigure): string {
  const size = value === null ? [reason ?? 'not known'] : SIZES[sample];
  const left = (Object.keys(REASONS) as ExclusionReason[]).flatMap((key) =>
    excluded[key] ? [`${excluded[key]} ${REASONS[key]}`] : [],
  );
  return [...size, ...(left.length > 0 ? [`left out: ${left.join(', ')}`] : [])].join('; ');
}
