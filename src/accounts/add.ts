import { usageError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { isZone } from '../core/time-zone.ts';
import type { Queryable } from '../db/pool.ts';
import { type AccountRow, insertAccount, listPlans } from './queries.ts';

export interface NewAccount {
  name: string;
  /** Normalised, or null. */
  ownerEmail: string | null;
  emailVerified: boolean;
  planSlug: string;
  /** IANA name. */
  timezone: string;
  postalAddress: string | null;
  brandName: string | null;
  /** '#rrggbb' */
  brandColor: string | null;
  replyTo: string | null;
  internal?: boolean;
}

const MAX_NAME_LENGTH = 120;

/** @throws ReportctlError (exit 2) naming the value that is wrong */
export async function addAccount(db: Queryable, account: NewAccount, now: Date): Promise<AccountRow> {
  const name = account.name.trim();
  if (name === '' || name.length > MAX_NAME_LENGTH || /\p{Cc}/u.test(name)) {
    throw usageError(`An account's name is 1 to ${MAX_NAME_LENGTH} printable characters.`, 'bad_name');
  }
  assertZone(account.timezone);
  if (account.brandColor !== null && !/^#[0-9a-f]{6}$/i.test(account.brandColor)) {
    throw usageError('A brand colour is # and six hexadecimal digits, such as #0b5394.', 'bad_colour');
  }
  await assertPlan(db, account.planSlug);
  const row: AccountRow = {
    id: newId(),
    name,
    owner_email: account.ownerEmail,
    email_verified: account.emailVerified,
    plan_slug: account.planSlug,
    timezone: account.timezone,
    status: 'active',
    monthly_report_limit_override: null,
    internal: account.internal ?? false,
    brand_name: account.brandName,
    brand_reply_to: account.replyTo,
    brand_color: account.brandColor,
    brand_logo_url: null,
    postal_address: account.postalAddress,
    created_at: now,
  };
  await insertAccount(db, row);
  return row;
}

function assertZone(timezone: string): void {
  if (!isZone(timezone)) {
    throw usageError(`"${timezone}" is not a time zone. Use an IANA name such as America/Chicago.`, 'bad_zone');
  }
}

async function assertPlan(db: Queryable, slug: string): Promise<void> {
  const plans = await listPlans(db);
  if (plans.some((plan) => plan.slug === slug)) return;
  throw usageError(
    `There is no plan "${slug}". The plans are: ${plans.map((plan) => plan.slug).join(', ')}.`,
    'unknown_plan',
  );
}
