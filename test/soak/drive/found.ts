import { addAccount } from '../../../src/accounts/add.ts';
import { changeAccount } from '../../../src/accounts/change.ts';
import { setPlan } from '../../../src/accounts/plans.ts';
import { migrate } from '../../../src/db/migrate.ts';
import type { Pool } from '../../../src/db/pool.ts';
import { addSchedule } from '../../../src/scheduling/add.ts';
import type { BusinessTime } from '../business-time.ts';
import { type PlannedAccount, type PlannedSchedule, type PlannedWorld, QUIET_CITY } from '../plan/world.ts';
import { keepWhatIsPruned, noteSteps } from './archive.ts';
import type { Journal, KnownSchedule } from './journal.ts';

const UNKNOWN_ZONE = 'Mars/Olympus_Mons';

/** Founds the world: three hosts migrate an empty database at once, then accounts and schedules are added. */
export async function foundWorld(pool: Pool, world: PlannedWorld, time: BusinessTime, journal: Journal): Promise<void> {
  await Promise.all([1, 2, 3].map(() => migrate(pool, new Date(time.now()))));
  await keepWhatIsPruned(pool);
  await noteSteps(pool);
  await setPlan(pool, 'overage', { monthlyReportLimit: 2, allowOverage: true });
  for (const account of world.accounts) await found(pool, account, time, journal);
  for (const planned of world.schedules) journal.schedules.push(await open(pool, planned, time, journal));
}

async function found(pool: Pool, planned: PlannedAccount, time: BusinessTime, { accounts }: Journal): Promise<void> {
  const { timezone, plan, override, limit, verified, active } = planned;
  const { id } = await addAccount(
    pool,
    {
      name: `Account ${accounts.length}`,
      ownerEmail: `owner${accounts.length}@example.com`,
      emailVerified: verified,
      planSlug: plan,
      timezone,
      postalAddress: planned.postalAddress ? '1 Main St, Houston, TX 77002' : null,
      brandName: null,
      brandColor: null,
      replyTo: null,
    },
    new Date(time.now()),
  );
  await changeAccount(pool, id, {
    monthly_report_limit_override: override,
    status: active ? 'active' : 'suspended',
  });
  const since = <T>(value: T) => [{ value, from: 0, to: 0 }];
  const overage = plan === 'overage';
  accounts.push({
    id,
    timezone,
    limit,
    overage,
    postalAddress: planned.postalAddress,
    active: since(active),
    verified: since(verified),
    suppressed: {},
  });
}

async function open(
  pool: Pool,
  planned: PlannedSchedule,
  time: BusinessTime,
  journal: Journal,
): Promise<KnownSchedule> {
  const accountId = journal.accounts[planned.account]?.id ?? '';
  const { rule, recipients, catchUp, invalid, city } = planned;
  const from = time.now();
  const expiresAt = planned.expiresAfterMs === null ? null : from + planned.expiresAfterMs;
  const { id, next_run_at } = await addSchedule(
    pool,
    {
      accountId,
      name: `${rule.cadence} of ${city}`,
      reportType: planned.reportType,
      audience: 'all',
      cities: [city],
      postalCodes: [],
      lookbackDays: planned.reportType === 'new_listings' ? 7 : 30,
      attachPdf: false,
      spreadMinutes: planned.spreadMinutes,
      rule,
      catchUp,
      onEmpty: 'skip',
      recipients: recipients.map((email) => ({ email })),
      ...(expiresAt === null ? {} : { expiresAt: new Date(expiresAt) }),
    },
    new Date(from),
  );
  if (invalid) await pool.query('update schedules set timezone = $2 where id = $1', [id, UNKNOWN_ZONE]);
  const cursor = next_run_at?.getTime() ?? null;
  const created = {
    kind: 'created',
    from,
    to: from,
    rule,
    cursorBefore: null,
    cursorAfter: cursor,
    by: 'operator',
  } as const;
  return {
    ...{ id, accountId, catchUp, expiresAt, invalid },
    recipients: Object.fromEntries(recipients.map((email) => [email, [{ value: true, from: 0, to: 0 }]])),
    empty: city === QUIET_CITY,
    changes: [created],
    status: 'active',
    seenAt: from,
    seenCursor: cursor,
  };
}
