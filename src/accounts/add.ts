import { newId } from '../core/ids.ts';
import type { Queryable } from '../db/pool.ts';
import { assertColor, assertLogoUrl, assertPlan, assertPostalAddress, assertZone, parseName } from './fields.ts';
import { type AccountRow, insertAccount } from './queries.ts';

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
  logoUrl?: string | null;
  internal?: boolean;
}

/** @throws ReportctlError (exit 2) naming the value that is wrong */
export async function addAccount(db: Queryable, account: NewAccount, now: Date): Promise<AccountRow> {
  const row: AccountRow = {
    id: newId(),
    name: parseName(account.name),
    owner_email: account.ownerEmail,
    email_verified: account.emailVerified,
    plan_slug: account.planSlug,
    timezone: account.timezone,
    status: 'active',
    monthly_report_limit_override: null,
    internal: account.internal ?? false,
    brand_name: account.brandName === null ? null : parseName(account.brandName),
    brand_reply_to: account.replyTo,
    brand_color: account.brandColor,
    brand_logo_url: account.logoUrl ?? null,
    postal_address: account.postalAddress,
    created_at: now,
  };
  await assertValid(db, row);
  await insertAccount(db, row);
  return row;
}

/** @throws ReportctlError (exit 2) naming the value that is wrong */
export async function assertValid(db: Queryable, row: AccountRow): Promise<void> {
  assertZone(row.timezone);
  assertColor(row.brand_color);
  assertLogoUrl(row.brand_logo_url);
  assertPostalAddress(row.postal_address);
  await assertPlan(db, row.plan_slug);
}
