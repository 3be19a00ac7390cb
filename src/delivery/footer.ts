import { workError } from '../core/errors.ts';

/** The two readable parts of a message. */
export interface Body {
  readonly html: string;
  readonly text: string;
}

export interface RequiredLines {
  readonly postalAddress?: string | undefined;
  readonly unsubscribeUrl?: string | undefined;
}

/** A footer stands at the end: a long address, the longest link and the tags around them. All of 80 KB took 5 ms. */
const FOOTER_LENGTH = 8_192;

/**
 * Refuses a message whose end does not show, in both parts, the sender's postal address and the unsubscribe link
 * (CAN-SPAM, D10). It writes neither: that is the report's, and this is what keeps a mistake there from the inboxes.
 * @throws ReportctlError
 */
export function assertFooter({ html, text }: Body, { postalAddress, unsubscribeUrl }: RequiredLines): void {
  const [htmlEnd, textEnd] = [html.slice(-FOOTER_LENGTH), text.slice(-FOOTER_LENGTH)];
  if (postalAddress !== undefined) {
    const shown = holdsWords(visibleText(htmlEnd), postalAddress) && holdsWords(textEnd, postalAddress);
    if (!shown) throw missing("the sender's postal address");
  }
  if (unsubscribeUrl !== undefined) {
    const shown = htmlEnd.includes(`href="${escapeHtml(unsubscribeUrl)}"`) && textEnd.includes(unsubscribeUrl);
    if (!shown) throw missing('the unsubscribe link');
  }
}

const missing = (what: string) =>
  workError(`The message does not show ${what} at its end, so it is not sent. This is a defect.`, 'footer_missing');

/** True when the words of `phrase` stand in `text` in order: templates break an address into lines as they like. */
function holdsWords(text: string, phrase: string): boolean {
  const words = (from: string) => from.match(/[\p{L}\p{N}]+/gu)?.join(' ') ?? '';
  return ` ${words(text)} `.includes(` ${words(phrase)} `);
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function visibleText(html: string): string {
  return html
    .replace(/<!--.*?-->|<(style|head|script)\b.*?<\/\1>/gis, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d{1,6});/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&#x([0-9a-f]{1,5});/gi, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&([a-z]+);/gi, (entity, name) => NAMED[name.toLowerCase()] ?? entity);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": '#39',
  '`': '#96',
};
const escapeHtml = (text: string): string => text.replace(/[&<>"'`]/g, (character) => `&${ENTITIES[character]};`);
