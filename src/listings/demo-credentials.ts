const PUBLIC_HOST = 'api.simplyrets.com';
const DEMO = 'simplyrets';

export interface Credentials {
  readonly baseUrl: string;
  readonly username: string;
  readonly password: string;
}

/**
 * True for the vendor's public demo account: synthetic homes near Houston, whatever city is asked for (V13). The same
 * words at another address are a test server's, whose rows are its own business.
 */
export function isDemoAccount({ baseUrl, username, password }: Credentials): boolean {
  const host = new URL(baseUrl).hostname.replace(/\.$/, '');
  return host === PUBLIC_HOST && username.trim() === DEMO && password.trim() === DEMO;
}
