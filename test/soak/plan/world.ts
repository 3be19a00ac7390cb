import type { Random } from '../../../src/listings/sample/random.ts';
import type { CadenceRule } from '../../../src/scheduling/cadence-rule.ts';
import { chance, some, whole } from './draw.ts';
import { drawRule, STARTS, ZONES } from './rules.ts';

export interface PlannedAccount {
  timezone: string;
  plan: 'unlimited' | 'free' | 'starter' | 'overage';
  override: number | null;
  limit: number | null;
  verified: boolean;
  active: boolean;
  /** Without one nothing may be mailed. */
  postalAddress: boolean;
}

export interface PlannedSchedule {
  /** Which of the accounts. */
  account: number;
  rule: CadenceRule;
  city: string;
  reportType: 'market_snapshot' | 'new_listings' | 'inventory' | 'closed';
  catchUp: 'once' | 'skip';
  spreadMinutes: number;
  recipients: string[];
  /** So long after the start. */
  expiresAfterMs: number | null;
  /** Its zone is spoilt behind the program's back. */
  invalid: boolean;
}

export interface PlannedWorld {
  startMs: number;
  accounts: PlannedAccount[];
  schedules: PlannedSchedule[];
}

export const CITIES = ['Houston', 'Katy', 'Pearland'] as const;
/** It has homes, none of them new or sold. */
export const QUIET_CITY = 'Quietville';
/** The mail server refuses it for good. */
export const GONE = 'gone@example.com';

const SCHEDULES = 160;
const SHARED = Array.from({ length: 6 }, (_, n) => `shared${n}@example.com`);

/** Accounts and schedules by the seed alone. */
export function planWorld(random: Random): PlannedWorld {
  const startMs = Date.parse(random.pick(STARTS)) + whole(random, 0, 24 * 60) * 60_000;
  const accounts = planAccounts(random);
  const schedules = Array.from({ length: SCHEDULES }, (_, n) => planSchedule(random, startMs, n, accounts.length));
  return { startMs, accounts, schedules };
}

function planAccounts(random: Random): PlannedAccount[] {
  const zone = () => random.pick(ZONES);
  const plain = { override: null, verified: true, active: true, postalAddress: true };
  return [
    { ...plain, timezone: zone(), plan: 'unlimited', limit: null },
    { ...plain, timezone: zone(), plan: 'unlimited', limit: null },
    { ...plain, timezone: zone(), plan: 'unlimited', limit: null },
    { ...plain, timezone: zone(), plan: 'starter', limit: 25 },
    { ...plain, timezone: zone(), plan: 'free', limit: 3 },
    { ...plain, timezone: zone(), plan: 'unlimited', limit: 0, override: 0 },
    { ...plain, timezone: zone(), plan: 'starter', limit: 7, override: 7 },
    { ...plain, timezone: zone(), plan: 'overage', limit: 2 },
    { ...plain, timezone: zone(), plan: 'unlimited', limit: null, active: false },
    { ...plain, timezone: zone(), plan: 'unlimited', limit: null, verified: false },
    { ...plain, timezone: zone(), plan: 'unlimited', limit: null, postalAddress: false },
  ];
}

function planSchedule(random: Random, startMs: number, n: number, accounts: number): PlannedSchedule {
  const own = Array.from({ length: whole(random, 1, 3) }, (_, k) => `r${n}-${k}@example.com`);
  const recipients = [...own, ...(chance(random, 0.4) ? some(random, SHARED, whole(random, 1, 2)) : [])];
  const hopeless = chance(random, 0.05);
  return {
    account: whole(random, 0, accounts - 1),
    rule: drawRule(random, startMs),
    city: chance(random, 0.06) ? QUIET_CITY : random.pick(CITIES),
    reportType: random.pick(['market_snapshot', 'new_listings', 'new_listings', 'inventory', 'closed'] as const),
    catchUp: chance(random, 0.35) ? 'skip' : 'once',
    spreadMinutes: chance(random, 0.2) ? whole(random, 10, 120) : 0,
    recipients: hopeless ? [GONE] : chance(random, 0.08) ? [...recipients, GONE] : recipients,
    expiresAfterMs: chance(random, 0.06) ? whole(random, 6, 400) * 3_600_000 : null,
    invalid: chance(random, 0.03),
  };
}
