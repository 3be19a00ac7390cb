/** The two readable parts of a message. */
export interface Body {
  readonly html: string;
  readonly text: string;
}

export interface RequiredLines {
  readonly postalAddress?: string | undefined;
  readonly unsubscribeUrl?: string | undefined;
}

/**
 * Sees to it that both parts show the sender's postal address and the unsubscribe link (CAN-SPAM, D10), whatever
 * template made them: a line that a part lacks is added at its end.
 */
export function withRequiredLines(body: Body, { postalAddress, unsubscribeUrl }: RequiredLines): Body {
  let { html, text } = body;
  if (postalAddress !== undefined) {
    if (!holdsWords(visibleText(html), postalAddress)) html = appendHtml(html, escapeHtml(postalAddress));
    if (!holdsWords(text, postalAddress)) text = appendText(text, postalAddress);
  }
  if (unsubscribeUrl !== undefined) {
    const href = `href="${escapeHtml(unsubscribeUrl)}"`;
    if (!html.includes(href)) html = appendHtml(html, `<a ${href}>Unsubscribe</a>`);
    if (!text.includes(unsubscribeUrl)) text = appendText(text, `Unsubscribe: ${unsubscribeUrl}`);
  }
  return { html, text };
}

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

function appendHtml(html: string, inner: string): string {
  const line = `<p style="font:12px/1.5 sans-serif;color:#666;text-align:center">${inner}</p>`;
  const end = html.toLowerCase().lastIndexOf('</body>');
  return end < 0 ? html + line : html.slice(0, end) + line + html.slice(end);
}

const appendText = (text: string, line: string) => `${text.trimEnd()}\n\n${line}\n`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
