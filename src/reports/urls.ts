/** Longer links are cut by mail programs, and one could push the page over its size (D11). */
const LONGEST = 2_048;

/**
 * The URL in normal form where it is an absolute https one without credentials, else null: javascript:, data: and
 * http: never reach a page (S1).
 */
export function httpsUrl(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null;
  const url = new URL(text);
  const plain = url.protocol === 'https:' && url.username === '' && url.password === '';
  return plain && url.href.length <= LONGEST ? url.href : null;
}
