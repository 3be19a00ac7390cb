import * as z from 'zod/mini';

/** Whoever dials a URL decodes its credentials, and would fail on a bare % with the password in hand. */
export const decodable = z.refine<string>(
  (text) => {
    const { username = '', password = '' } = URL.canParse(text) ? new URL(text) : {};
    return [username, password].every(isPercentEncoded);
  },
  { error: () => 'has a bare % in its user name or password: write % as %25' },
);

function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
