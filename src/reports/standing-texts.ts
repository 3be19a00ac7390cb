import type { ReportModel } from './model.ts';

/** On every page made from the sample feed, so that nobody takes it for a market. */
export const SAMPLE_NOTICE = 'Sample data, not real listings';

/** MLS display rules and the fair-housing notice that brokers' advertising carries (24 CFR 110). */
export const DISCLAIMERS: readonly string[] = [
  'Information is deemed reliable but not guaranteed.',
  'Equal Housing Opportunity. All real estate advertised here is subject to the federal Fair Housing Act.',
];

/** MLS rules: source, period and as-of time, on every surface in the same words; of a moment alone there is no period. */
export function sourceLine({ source, period, asOf }: ReportModel): string {
  return `Source: ${source.name}. ${period === asOf ? '' : `Period: ${period}. `}As of ${asOf}.`;
}
