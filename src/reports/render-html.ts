import { type RecipientFooter, renderFooterHtml } from './footer.ts';
import { type Html, html } from './html.ts';
import type { ReportModel } from './model.ts';
import { pageSections } from './page-sections.ts';
import { pageStyle, style } from './page-style.ts';
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
  return { before: pageStart(model).toString(), after: pageEnd().toString() };
}

export function fillFrame({ before, after }: PageFrame, model: ReportModel, footer: RecipientFooter): string {
  return before + renderFooterHtml(model, footer).toString() + after;
}

function pageStart(model: ReportModel): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">
<title>${model.subject}</title>
${pageStyle(model.brand)}
</head>
<body class="page" style="${style.body}">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${preheader(model)}</div>
<table class="page" role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#eef1f5">
<tr><td align="center" style="padding:0">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px">
${pageSections(model)}`;
}

function pageEnd(): Html {
  return html`</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>
`;
}

/** What the inbox shows beside the subject. */
function preheader({ source, headline }: ReportModel): string {
  return source.sample ? `${SAMPLE_NOTICE}. ${headline}` : headline;
}
