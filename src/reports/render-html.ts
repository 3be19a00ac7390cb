import { PAGE } from './brand.ts';
import { type RecipientFooter, renderFooterHtml } from './footer.ts';
import { pageEnd, pageStart } from './mail/compiled.ts';
import type { MessageOptions } from './mail-listings.ts';
import type { ReportModel } from './model.ts';
import { pageSections } from './page-sections.ts';
import { preheader } from './preheader.ts';

/** A page that is finished but for its footer: the same for all recipients, and the expensive part. */
export interface PageFrame {
  readonly before: string;
  readonly after: string;
}

/** The whole e-mail page for one recipient: 600 px, tables, inline CSS, everything foreign escaped. */
export function renderHtml(model: ReportModel, footer: RecipientFooter, options: MessageOptions = {}): string {
  return fillFrame(renderFrame(model, options), model, footer);
}

export function renderFrame(model: ReportModel, options: MessageOptions): PageFrame {
  const { subject: title, brand } = model;
  const start = pageStart({ title, preheader: preheader(model), accentOnDark: brand.accentOnDark, dark: PAGE.dark });
  return { before: [start, ...pageSections(model, options)].join(''), after: pageEnd.toString() };
}

export function fillFrame({ before, after }: PageFrame, model: ReportModel, footer: RecipientFooter): string {
  return before + renderFooterHtml(model, footer).toString() + after;
}
