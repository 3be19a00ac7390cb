import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { type AppOptions, withApp } from '../../src/app/app.ts';
import { runTick } from '../../src/app/run-tick.ts';
import { monotonicClock } from '../../src/core/clock.ts';
import type { TickSummary } from '../../src/pipeline/tick-summary.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { rawHouse } from '../support/feed/row.ts';
import { type FeedServer, startFeedServer } from '../support/feed-server.ts';
import { addTestAccount, addTestSchedule, farSendTime, type ScheduleFixture } from '../support/fixtures.ts';
import { kill } from '../support/kill-point.ts';
import { type RunningProgram, startProgram } from '../support/program.ts';
import { postgresSteps, smtpSteps } from '../support/protocol-steps.ts';
import { startSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts';
import { type Gate, startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { watchedSink } from '../support/watched-sink.ts';

/** FAULT_ROUNDS=10 tries more: every step on both sides, more random instants, more seeds. */
export const ROUNDS = Math.max(1, Number(process.env.FAULT_ROUNDS ?? 1));

/** The default of LEASE_SECONDS: with it no heartbeat falls into a tick of half a second. */
export const LEASE_MS = 120_000;

const HOUSES = [1, 2, 3, 4, 5, 6].map((id) => rawHouse(id));

const SETTINGS = {
  SIMPLYRETS_USERNAME: 'simplyrets',
  SIMPLYRETS_PASSWORD: 'simplyrets',
  // One question is asked once: what is under test is what happens around it.
  SIMPLYRETS_CACHE: 'true',
  MAIL_FROM: 'Reports <reports@example.com>',
  UNSUBSCRIBE_BASE_URL: 'https://reports.example.com/unsubscribe',
  UNSUBSCRIBE_SECRET: 'a secret of more than sixteen characters',
  LOG_LEVEL: 'silent',
  // What is due is made whole, however busy the machine.
  TICK_BUDGET_SECONDS: '170',
};

/** A database and a mail server, each behind a proxy, and ticks that work on them. */
export interface Bench {
  database: TestDatabase;
  smtp: TestSmtpServer;
  feed: FeedServer;
  sql: TcpProxy;
  mail: TcpProxy;
  /** A tick's settings, with the proxies between it and its servers. */
  env: Record<string, string>;
  /** The same past the proxies. */
  direct: Record<string, string>;
  cwd: string;
  /** Schedules of one account that are due now; where no recipients are given, each has two of its own. */
  addDue(count: number, fixture?: ScheduleFixture): Promise<string[]>;
  /** One gate for both proxies. */
  setGate(gate: Gate): void;
  /** A tick as a process of its own, through the proxies. */
  startTick(env?: Record<string, string>): Promise<RunningProgram>;
  /** A tick in this process, past the proxies unless `proxied`, with the database's clock set `aheadMs` ahead. */
  tickHere(options?: { aheadMs?: number; proxied?: boolean; stop?: AbortSignal }): Promise<TickSummary>;
  /** Forgets all accounts, schedules, runs and messages. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** @param opening the database to work on, a clone of the template by default */
export async function openBench(opening: Promise<TestDatabase> = createTestDatabase()): Promise<Bench> {
  const [database, smtp, feed, cwd] = await Promise.all([
    opening,
    startSmtpServer(),
    startFeedServer({ rows: HOUSES }),
    mkdtemp(join(tmpdir(), 'reportctl-faults-')),
  ]);
  const running = new Set<RunningProgram>();
  const sql = await startTcpProxy(Number(new URL(database.url).port), postgresSteps);
  const mail = await startTcpProxy(smtp.port, smtpSteps);
  const direct = { ...SETTINGS, SIMPLYRETS_BASE_URL: feed.url, DATABASE_URL: database.url, SMTP_URL: smtp.url };
  const env = {
    ...direct,
    DATABASE_URL: withPort(database.url, sql.port),
    SMTP_URL: withPort(smtp.url, mail.port),
  };
  return {
    database,
    smtp,
    feed,
    sql,
    mail,
    env,
    direct,
    cwd,
    addDue: (count, fixture) => addDue(database, count, fixture),
    setGate: (gate) => {
      sql.gate = gate;
      mail.gate = gate;
    },
    startTick: async (more = {}) => {
      const program = await startProgram(['tick', '--json'], { env: { ...env, ...more }, cwd });
      running.add(program);
      void program.ended.then(() => running.delete(program));
      return program;
    },
    tickHere: ({ aheadMs = 0, proxied = false, stop = new AbortController().signal } = {}) =>
      tickHere({ env: proxied ? env : direct, cwd, stop }, (time) =>
        monotonicClock(new Date(time.getTime() + aheadMs)),
      ),
    reset: () => reset(database, smtp),
    close: async () => {
      await Promise.all([...running].map(kill));
      await Promise.all([sql.close(), mail.close()]);
      await Promise.all([database.close(), smtp.close(), feed.close(), rm(cwd, { recursive: true })]);
    },
  };
}

const withPort = (url: string, port: number): string => {
  const changed = new URL(url);
  changed.hostname = '127.0.0.1';
  changed.port = String(port);
  return changed.href;
};

async function addDue({ pool }: TestDatabase, count: number, fixture: ScheduleFixture = {}): Promise<string[]> {
  const account = await addTestAccount(pool);
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const recipients = ['a', 'b'].map((name) => `${name}-${randomUUID()}@example.com`);
    ids.push(await addTestSchedule(pool, account, { recipients, ...farSendTime(), ...fixture }));
  }
  return ids;
}

interface Host {
  env: Record<string, string>;
  cwd: string;
  stop: AbortSignal;
}

function tickHere({ env, cwd, stop }: Host, clockFrom: NonNullable<AppOptions['clockFrom']>): Promise<TickSummary> {
  const sink = () => watchedSink(env);
  const io = { stdin: new PassThrough(), stdout: sink(), stderr: sink(), env, cwd, home: cwd, stop };
  return withApp(io, { clockFrom }, (app) => runTick(app, { queue: 'default' }));
}

async function reset({ pool }: TestDatabase, smtp: TestSmtpServer): Promise<void> {
  await pool.query(`delete from report_generations; delete from schedule_runs; delete from schedules;
    delete from accounts; delete from hosts; delete from market_backfills`);
  smtp.messages.length = 0;
  smtp.script = {};
}
