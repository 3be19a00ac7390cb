import { tmpdir } from 'node:os';
import { changeAccount } from '../../../src/accounts/change.ts';
import { ReportctlError } from '../../../src/core/errors.ts';
import { EXIT } from '../../../src/core/exit-codes.ts';
import { loadSettings } from '../../../src/core/settings-sources.ts';
import { migrate } from '../../../src/db/migrate.ts';
import type { Pool } from '../../../src/db/pool.ts';
import { addSuppressions, removeSuppressions } from '../../../src/delivery/suppression-queries.ts';
import { setHold } from '../../../src/ops/hold.ts';
import { keepDaysOf, prune } from '../../../src/ops/prune.ts';
import { resendUnknown, retryRun } from '../../../src/pipeline/retry-run.ts';
import { readFairKeys } from '../../../src/scheduling/dispatch-queries.ts';
import { FairKeys } from '../../../src/scheduling/fair-keys.ts';
import { addRecipients, removeRecipients } from '../../../src/scheduling/recipients.ts';
import type { BusinessTime } from '../business-time.ts';
import type { AccountEvidence } from '../evidence.ts';
import { readLastReport, readRetryable, readUnknown } from './archive.ts';
import type { ReportRequest } from './hosts.ts';
import type { Journal } from './journal.ts';
import { latest } from './journal.ts';
import { patiently } from './patiently.ts';

const MOST_WITHOUT = 1;

/** What people do to accounts and to the system while ticks are at work, through the program's own rooms. */
export class Operators {
  readonly #pool: Pool;
  readonly #time: BusinessTime;
  readonly #journal: Journal;

  constructor(pool: Pool, time: BusinessTime, journal: Journal) {
    this.#pool = pool;
    this.#time = time;
    this.#journal = journal;
  }

  #now = (): Date => new Date(this.#time.now());

  async #within(work: () => Promise<unknown>): Promise<{ from: number; to: number }> {
    const from = this.#time.now();
    await patiently(work);
    return { from, to: this.#time.now() };
  }

  /** Takes an account's state away, or gives one its state back once several are without: most are to have reports. */
  async toggleAccount(pick: number, what: 'active' | 'verified'): Promise<void> {
    const without = this.#journal.accounts.filter((account) => !latest(account[what], true));
    const account = this.#account(pick, without.length > MOST_WITHOUT ? without : this.#journal.accounts);
    const value = !latest(account[what], true);
    const changes =
      what === 'active' ? ({ status: value ? 'active' : 'suspended' } as const) : { email_verified: value };
    const moment = await this.#within(() => changeAccount(this.#pool, account.id, changes));
    account[what].push({ value, ...moment });
  }

  /** Takes an address of one of the account's schedules off its list, or lets it receive again. */
  async setSuppressed(pick: number, pickAddress: number, value: boolean): Promise<void> {
    const account = this.#account(pick, this.#journal.accounts);
    const addresses = this.#addresses(account).filter(
      (email) => latest(account.suppressed[email] ?? [], false) !== value,
    );
    const email = addresses[Math.floor(pickAddress * addresses.length)];
    if (email === undefined) return;
    const request = { accountId: account.id, emails: [email], reason: 'soak' };
    const moment = await this.#within(() =>
      value
        ? addSuppressions(this.#pool, { ...request, now: this.#now() })
        : removeSuppressions(this.#pool, account.id, [email]),
    );
    account.suppressed[email] ??= [{ value: false, from: 0, to: 0 }];
    account.suppressed[email].push({ value, ...moment });
  }

  #account(pick: number, accounts: readonly AccountEvidence[]): AccountEvidence {
    const account = accounts[Math.floor(pick * accounts.length)];
    if (account === undefined) throw new Error('There are no accounts.');
    return account;
  }

  #addresses({ id }: AccountEvidence): string[] {
    const own = this.#journal.schedules.filter(({ accountId }) => accountId === id);
    return [...new Set(own.flatMap(({ recipients }) => Object.keys(recipients)))].sort();
  }

  /** Which report to ask for by hand: of a schedule in any state, even a deleted one. */
  async chooseReport(pick: number, forced: boolean): Promise<ReportRequest | undefined> {
    const fit = this.#journal.schedules.filter(({ invalid, expiresAt }) => !invalid && expiresAt === null);
    const schedule = fit[Math.floor(pick * fit.length)];
    if (schedule === undefined) return undefined;
    const lastReportAt = await patiently(() => readLastReport(this.#pool, schedule.id));
    return { scheduleId: schedule.id, forced, lastReportAt };
  }

  /**
   * Has a run tried again whose recipients did not all get its report, or sent again to whose answer was lost; the
   * program may see no reason to.
   */
  async again(pick: number, kind: 'retry' | 'resend'): Promise<void> {
    const ids = await patiently(() => (kind === 'retry' ? readRetryable : readUnknown)(this.#pool));
    const id = ids[Math.floor(pick * ids.length)];
    if (id === undefined) return;
    const queue = kind === 'retry' ? retryRun : resendUnknown;
    const from = this.#time.now();
    await patiently(async () => {
      const keys = new FairKeys(await readFairKeys(this.#pool, 'default'));
      await queue(this.#pool, id, { now: this.#now(), fairKey: (account) => keys.next(account) });
    }).catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
    });
    // A refusal may be of a second try, where the answer to the first was lost.
    this.#journal.again.push({ kind, of: id, from, to: this.#time.now() });
  }

  /** Puts an address of the account's on a schedule's list, or takes one off it, perhaps the last. */
  async setListed(pick: number, pickAddress: number, value: boolean): Promise<void> {
    const fit = this.#journal.schedules.filter(({ status, expiresAt }) => status !== 'deleted' && expiresAt === null);
    const schedule = fit[Math.floor(pick * fit.length)];
    const account = this.#journal.accounts.find(({ id }) => id === schedule?.accountId);
    if (schedule === undefined || account === undefined) return;
    const addresses = this.#addresses(account).filter(
      (email) => latest(schedule.recipients[email] ?? [], false) !== value,
    );
    const email = addresses[Math.floor(pickAddress * addresses.length)];
    if (email === undefined) return;
    const moment = await this.#within(() =>
      value ? addRecipients(this.#pool, schedule.id, [{ email }]) : removeRecipients(this.#pool, schedule.id, [email]),
    );
    schedule.recipients[email] ??= [{ value: false, from: 0, to: 0 }];
    schedule.recipients[email].push({ value, ...moment });
  }

  async hold(on: boolean): Promise<void> {
    const from = Date.now();
    await patiently(() => setHold(this.#pool, { on, reason: on ? 'soak' : null, since: on ? this.#now() : null }));
    this.#journal.holds.push({ value: on, from, to: Date.now() });
  }

  async migrate(): Promise<void> {
    await patiently(() => migrate(this.#pool, this.#now()));
  }

  /** Ended where the database goes away: the next night's prune goes on. */
  async prune(keepRunsDays: number): Promise<void> {
    const usual = keepDaysOf(loadSettings({}, tmpdir()).settings);
    const keepDays = { ...usual, schedule_runs: keepRunsDays, report_generations: 1 };
    await patiently(() =>
      prune({
        pool: this.#pool,
        now: this.#now(),
        keepDays,
        batch: 50,
        dryRun: false,
        mayGoOn: () => true,
        onProgress: () => {},
      }),
    );
  }
}

/** What an operator asked for was refused in a sentence of the program's own. */
const isRefusal = (error: unknown): boolean => error instanceof ReportctlError && error.exitCode === EXIT.usage;
