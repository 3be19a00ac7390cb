import { configError } from '../core/errors.ts';
import { type Html, html } from './html.ts';
import { footer } from './mail/compiled.ts';
import type { ReportModel } from './model.ts';
import { style } from './page-style.ts';
import { cleanText } from './text.ts';
import { httpsUrl } from './urls.ts';

/** What differs per recipient. Null parts are allowed for the outbox, qa and `--send-to` alone, and the page says so. */
export interface RecipientFooter {
  readonly postalAddress: string | null;
  /** This recipient's own link, https. */
  readonly unsubscribeUrl: string | null;
  /** A reply to the message reaches somebody whom the account named for it. */
  readonly answered?: boolean;
}

/** As long as an account's may be: what the law asks for is never cut. */
const MAX_ADDRESS_LENGTH = 300;

interface FooterText {
  readonly lines: readonly string[];
  readonly unsubscribeUrl: string | null;
}

/** @throws ReportctlError (78) for a link that is not https: nothing is sent with a link that does not work (D6). */
export function footerText({ brand }: ReportModel, footer: RecipientFooter): FooterText {
  const unsubscribeUrl = httpsUrl(footer.unsubscribeUrl);
  if (footer.unsubscribeUrl !== null && unsubscribeUrl === null) {
    throw configError('The unsubscribe link is not an https URL; set UNSUBSCRIBE_BASE_URL to one.', 'unsubscribe_url');
  }
  const postalAddress = cleanText(footer.postalAddress ?? '', MAX_ADDRESS_LENGTH);
  const missing = [
    postalAddress === '' ? 'postal address' : null,
    unsubscribeUrl === null ? 'unsubscribe link' : null,
  ].filter((part) => part !== null);
  const sender = postalAddress === '' ? brand.name : `${brand.name}, ${postalAddress}`;
  const lines = [
    ...(footer.answered ? [`Questions, or a home to see? Reply to this message: it reaches ${brand.name}.`] : []),
    `You receive this report because ${brand.name} put you on its list.`,
    sender,
  ];
  if (missing.length > 0) lines.push(`Test copy: made without ${missing.join(' and ')}.`);
  return { lines, unsubscribeUrl };
}

export function renderFooterHtml(model: ReportModel, recipient: RecipientFooter): Html {
  const { lines, unsubscribeUrl } = footerText(model, recipient);
  const paragraphs = lines.map((line) => html`<p class="soft" style="${style.fine}">${line}</p>\n`);
  const link =
    unsubscribeUrl === null
      ? html``
      : html`<p style="${style.fine}"><a class="accent" href="${unsubscribeUrl}" style="color:${model.brand.accent};text-decoration:underline">Unsubscribe</a></p>\n`;
  return footer({ content: html`${paragraphs}${link}` });
}
