import { randomUUID } from 'node:crypto';
import type { Pool } from '../../src/db/pool.ts';

/** Rows for tests, written with plain SQL so that no code under test stands between a test and its premises. */

export interface AccountFixture {
  plan?: string;
  override?: number | null;
  timezone?: string;
  status?: string;
  verified?: boolean;
  postalAddress?: string | null;
  ownerEmail?: string | null;
  name?: string;
}

export async function addTestAccount(pool: Pool, fixture: AccountFixture = {}): Promise<string> {
  const id = randomUUID();
  await pool.query(
    `insert into accounts (id, plan_slug, monthly_report_limit_override, timezone, status, email_verified,
       postal_address, owner_email, name, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now())`,
    [
      id,
      fixture.plan ?? 'unlimited',
      fixture.override ?? null,
      fixture.timezone ?? 'America/Chicago',
      fixture.status ?? 'active',
      fixture.verified ?? true,
      fixture.postalAddress === undefined ? '1 Main St, Houston, TX 77002' : fixture.postalAddress,
      fixture.ownerEmail ?? null,
      fixture.name ?? 'Harbor Realty',
    ],
  );
  return id;
}

export interface ScheduleFixture {
  cadence?: 'daily' | 'weekly' | 'biweekly' | 'monthly';
  sendTime?: string;
  weeklyDow?: number | null;
  monthlyDom?: number | null;
  anchorDate?: string | null;
  timezone?: string;
  cities?: string[];
  catchUp?: 'once' | 'skip';
  onEmpty?: 'skip' | 'send';
  spreadMinutes?: number;
  nextRunAt?: Date | null;
  expiresAt?: Date | null;
  recipients?: string[];
  status?: 'active' | 'paused' | 'deleted';
}

/** Half a day away, so that no tick of a test, its clock ahead or not, meets the next instant as well. */
export function farSendTime(): Required<Pick<ScheduleFixture, 'sendTime' | 'timezone'>> {
  return { timezone: 'UTC', sendTime: new Date(Date.now() + 12 * 3_600_000).toISOString().slice(11, 16) };
}

/** Due now unless said otherwise; then its next time is half a day away. */
export async function addTestSchedule(pool: Pool, accountId: string, fixture: ScheduleFixture = {}): Promise<string> {
  const id = randomUUID();
  const usual = fixture.nextRunAt === undefined ? farSendTime() : { sendTime: '09:00', timezone: 'America/Chicago' };
  await pool.query(
    `insert into schedules (id, account_id, name, report_type, cities, cadence, send_time, weekly_dow, monthly_dom,
       anchor_date, timezone, catch_up, on_empty, spread_minutes, next_run_at, expires_at, status, created_at)
     values ($1, $2, 'test', 'market_snapshot', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, now())`,
    [
      id,
      accountId,
      fixture.cities ?? ['Houston'],
      fixture.cadence ?? 'daily',
      fixture.sendTime ?? usual.sendTime,
      fixture.weeklyDow ?? null,
      fixture.monthlyDom ?? null,
      fixture.anchorDate ?? null,
      fixture.timezone ?? usual.timezone,
      fixture.catchUp ?? 'once',
      fixture.onEmpty ?? 'skip',
      fixture.spreadMinutes ?? 0,
      fixture.nextRunAt === undefined ? new Date() : fixture.nextRunAt,
      fixture.expiresAt ?? null,
      fixture.status ?? 'active',
    ],
  );
  for (const recipient of fixture.recipients ?? ['reader@example.com']) {
    await pool.query('insert into schedule_recipients (schedule_id, email) values ($1, $2)', [id, recipient]);
  }
  return id;
}

export interface RunSnapshot {
  id: string;
  schedule_id: string;
  status: string;
  attempt: number;
  missed: number;
  scheduled_for: Date;
  error_code: string | null;
  error: string | null;
}

export async function allRuns(pool: Pool): Promise<RunSnapshot[]> {
  const { rows } = await pool.query<RunSnapshot>(
    'select id, schedule_id, status, attempt, missed, scheduled_for, error_code, error from schedule_runs order by id',
  );
  return rows;
}

/** How many rows a query finds; for sentences such as "nothing was written". */
export async function countOf(pool: Pool, from: string, values: unknown[] = []): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(`select count(*) as n from ${from}`, values);
  return rows[0]?.n ?? 0;
}
