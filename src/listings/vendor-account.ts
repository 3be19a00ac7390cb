import { createHash } from 'node:crypto';

/**
 * Tells vendor accounts apart without naming them: what one account may see is stored and counted under this digest.
 * The host belongs to it, because a test server is not the vendor.
 */
export function vendorAccountId({ baseUrl, username }: { baseUrl: string; username: string }): string {
  return createHash('sha256')
    .update(`${new URL(baseUrl).host}\n${username}`)
    .digest('hex');
}
