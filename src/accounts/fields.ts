import { usageError } from '../core/errors.ts';
import { isOneLine } from '../core/one-line.ts';
import { isZone } from '../core/time-zone.ts';
import type { Queryable } from '../db/pool.ts';
import { listPlans } from './queries.ts';

const MAX_NAME_LENGTH = 120;
const MAX_ADDRESS_LENGTH = 300;
/** A month has no room for more reports than this, and an int4 column has. */
export const MAX_MONTHLY_LIMIT = 1_000_000;

/** What an account's fields must hold, whoever writes them; each names the value that is wrong. @throws usageError */

/** The name without its margins. */
export function parseName(text: string): string {
  const name = text.trim();
  if (name === '' || name.length > MAX_NAME_LENGTH || !isOneLine(name)) {
    throw usageError(`A name is 1 to ${MAX_NAME_LENGTH} printable characters.`, 'bad_name');
  }
  return name;
}

export function assertZone(timezone: string): void {
  if (isZone(timezone)) return;
  throw usageError(`"${timezone}" is not a time zone. Use an IANA name such as America/Chicago.`, 'bad_zone');
}

export function assertColor(color: string | null): void {
  if (color === null || /^#[0-9a-f]{6}$/i.test(color)) return;
  throw usageError('A brand colour is # and six hexadecimal digits, such as #0b5394.', 'bad_colour');
}

/** Mail programs load pictures over https only, and a URL with a password in it would be sent to every reader. */
export function assertLogoUrl(text: string | null): void {
  if (text === null) return;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' && url.username === '' && url.password === '') return;
  throw usageError("A brand's logo is an https URL without credentials.", 'bad_logo_url');
}

export function assertPostalAddress(address: string | null): void {
  if (address === null || (address.trim() !== '' && address.length <= MAX_ADDRESS_LENGTH)) return;
  throw usageError(`A postal address is 1 to ${MAX_ADDRESS_LENGTH} characters.`, 'bad_postal_address');
}

export async function assertPlan(db: Queryable, slug: string): Promise<void> {
  const plans = await listPlans(db);
  if (plans.some((plan) => plan.slug === slug)) return;
  throw usageError(
    `There is no plan "${slug}". The plans are: ${plans.map((plan) => plan.slug).join(', ')}.`,
    'unknown_plan',
  );
}
