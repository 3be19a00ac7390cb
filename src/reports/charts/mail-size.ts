import type { ReportChart } from '../model.ts';

/** CSS pixels: the width that a 600 px page leaves between its margins. */
export const MAIL_CHART = { width: 544, height: 260 } as const;
/** PNGs carry twice the pixels, for sharp text on phones. */
export const PNG_SCALE = 2;

export const chartCid = ({ key }: ReportChart): string => `chart-${key.replaceAll('_', '-')}@reportctl`;
