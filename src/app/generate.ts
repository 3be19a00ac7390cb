import { findAccount } from '../accounts/queries.ts';
import { hostClock } from '../core/clock.ts';
import { unknownId } from '../core/unknown-id.ts';
import { composeReport, type ReportRequest } from '../reports/compose.ts';
import type { MarketHistory } from '../reports/market-history.ts';
import type { ReportModel } from '../reports/model.ts';
import { findSchedule } from '../scheduling/queries.ts';
import type { App } from './app.ts';
import { historyOf, readOnly, storedHistory } from './market-history.ts';
import { openNarrator } from './services.ts';

/** What `generate --city …` asks for. */
export interface AdHocReport {
  reportType: string;
  audience: string;
  cities: readonly string[];
  postalCodes: readonly string[];
  lookbackDays: number;
  timezone: string;
}

/** Composes a report that belongs to no schedule; sends nothing, counts nothing, needs no database. */
export function composeAdHoc(app: App, request: AdHocReport): Promise<ReportModel> {
  return compose(app, undefined, {
    reportType: request.reportType,
    areaCities: request.cities,
    postalCodes: request.postalCodes,
    audience: request.audience,
    filters: {},
    lookbackDays: request.lookbackDays,
    zone: request.timezone,
    scheduledFor: hostClock.now(),
    brand: { name: null, color: null, logoUrl: null },
    accountName: 'Market report',
  });
}

/** Composes a schedule's report as of now; sends nothing and counts nothing. @throws ReportctlError (exit 2) */
export async function composeForSchedule(app: App, scheduleId: string): Promise<ReportModel> {
  const { pool, clock } = await app.database();
  const schedule = await findSchedule(pool, scheduleId);
  const account = schedule && (await findAccount(pool, schedule.account_id));
  if (!account) {
    throw unknownId('schedule', scheduleId);
  }
  if (!account.internal) app.assertRealListings();
  return compose(app, storedHistory(pool, clock, app.vendorAccount()), {
    reportType: schedule.report_type,
    areaCities: schedule.cities,
    postalCodes: schedule.postal_codes,
    audience: schedule.audience,
    filters: schedule.filters,
    lookbackDays: schedule.lookback_days,
    zone: schedule.timezone,
    scheduledFor: clock.now(),
    brand: { name: account.brand_name, color: account.brand_color, logoUrl: account.brand_logo_url },
    accountName: account.name,
  });
}

async function compose(app: App, stored: MarketHistory | undefined, request: ReportRequest): Promise<ReportModel> {
  const signal = AbortSignal.any([app.io.stop, AbortSignal.timeout(app.settings.runTimeoutSeconds * 1000)]);
  const feed = await app.feed(hostClock);
  const narrate = await openNarrator(app);
  const past = historyOf(feed, stored);
  const history = past && readOnly(past);
  const { model } = await composeReport(request, { feed, now: hostClock.now(), signal, narrate, history });
  return model;
}
