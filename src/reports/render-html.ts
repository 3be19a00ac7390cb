import { PAGE } from './brand.ts';
import { type RecipientFooter, renderFooterHtml } from './footer.ts';
import { pageEnd, pageStart } from './mail/compiled.ts';
import type { ReportModel } from './model.ts';
import { pageSections } from './page-sections.ts';
import { SAMPLE_NOTICE } from './standing-texts.ts';

/** A page that is finished but for its footer: the same for all recipients, and the expensive part. */
export interface PageFrame {
  readonly before: string;
  readonly after: string;
}

/** The whole e-mail page for one recipient: 600 px, tables, inline CSS, everything foreign escaped. */
export function renderHtml(model: ReportModel, footer: RecipientFooter): string {
  return fillFrame(renderFrame(model), model, footer);
}

export function renderFrame(model: ReportModel): PageFrame {
  const { subject: title, brand } = model;
  const start = pageStart({ title, preheader: preheader(model), accentOnDark: brand.accentOnDark, dark: PAGE.dark });
  return { before: [start, ...pageSections(model)].join(''), after: pageEnd.toString() };
}

export function fillFrame({ before, after }: PageFrame, model: ReportModel, footer: RecipientFooter): string {
  return before + renderFooterHtml(model, footer).toString() + after;
}

/** What the inbox shows beside the subject. */
function preheader({ source, headline }: ReportModel): string {
  return source.sample ? `${SAMPLE_NOTICE}. ${headline}` : headline;
}
