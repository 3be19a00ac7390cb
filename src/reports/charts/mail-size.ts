import type { ReportChart } from '../model.ts';

/** CSS pixels: the width that a 600 px page leaves between its margins. */
export const MAIL_CHART = { width: 544, height: 326 } as const;
/** Drawn smaller and shown larger: at 324 px, on a phone, its 13 px letters are still 10 px high. */
export const MAIL_DRAWING = { width: 400, height: 240 } as const;
/** PNGs carry twice the pixels that are shown, for sharp text. */
export const MAIL_ZOOM = (2 * MAIL_CHART.width) / MAIL_DRAWING.width;

export const chartCid = ({ key }: ReportChart): string => `chart-${key.replaceAll('_', '-')}@reportctl`;
