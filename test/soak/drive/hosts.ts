import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../../src/listings/sample/random.ts';
import type { BusinessTime } from '../business-time.ts';
import type { GenerateEvidence, Moment, TickEvidence } from '../evidence.ts';
import { HOSTS } from '../plan/script.ts';
import type { Order } from '../tick-process.ts';
import { TickWorker } from './tick-worker.ts';

export type HostName = (typeof HOSTS)[number];

const SHIFTED_CLOCK = new URL('../../support/shifted-clock.mjs', import.meta.url).href;
/** Ticks of a host overlap where work takes longer than a cron's minute. */
const MOST_A_HOST = 2;

export interface HostsOptions {
  /** The bundled tick. */
  main: string;
  cwd: string;
  env: (host: HostName) => Record<string, string>;
  time: BusinessTime;
  random: Random;
  pace: number;
  onEnd: (tick: TickEvidence, moment: Moment) => void;
  onGenerated: (generate: GenerateEvidence) => void;
}

/** What an operator asks `generate` for. */
export type ReportRequest = Pick<GenerateEvidence, 'scheduleId' | 'forced' | 'lastReportAt'>;

interface Process {
  host: HostName;
  shiftMs: number;
  worker: TickWorker;
}

/** Several hosts, each of which starts a tick again and again as its cron would. */
export class Hosts {
  readonly #options: HostsOptions;
  readonly #live = new Set<Process>();
  readonly #shifts = new Map<HostName, number>();
  #away = false;
  #closed = false;

  constructor(options: HostsOptions) {
    this.#options = options;
  }

  /** Runs every host's cron until `close`. */
  async run(): Promise<void> {
    await Promise.all(HOSTS.map((host) => this.#cron(host)));
  }

  async #cron(host: HostName): Promise<void> {
    while (!this.#closed) {
      await sleep((300 + this.#options.random.uniform() * 900) * this.#options.pace);
      const busy = [...this.#live].filter((tick) => tick.host === host && tick.worker.busy).length >= MOST_A_HOST;
      if (!this.#away && !this.#closed && !busy) void this.tick(host);
    }
  }

  /** One tick; resolves when it has ended. */
  async tick(host: HostName): Promise<void> {
    const { tick, moment } = await this.#obey(host, {});
    this.#options.onEnd(tick, moment);
  }

  /** One `generate --schedule`; resolves when it has ended. */
  async generate(host: HostName, request: ReportRequest): Promise<void> {
    const { scheduleId, forced } = request;
    const { tick, moment } = await this.#obey(host, { generate: { scheduleId, forced } });
    this.#options.onGenerated({ ...tick, ...moment, ...request });
  }

  async #obey(host: HostName, order: Omit<Order, 'epoch'>): Promise<{ tick: TickEvidence; moment: Moment }> {
    const shiftMs = this.#shifts.get(host) ?? 0;
    const { worker } = this.#ready(host, shiftMs) ?? this.#start(host, shiftMs);
    const { time } = this.#options;
    const [began, from] = [performance.now(), time.now()];
    const end = await worker.obey({ epoch: time.epoch, ...order });
    const tookMs = Math.round(performance.now() - began);
    return { tick: { host, shiftMs, ...end, tookMs }, moment: { from, to: time.now() } };
  }

  #ready(host: HostName, shiftMs: number): Process | undefined {
    const own = [...this.#live].filter((process) => process.host === host && process.worker.ready);
    for (const { worker } of own.filter((process) => process.shiftMs !== shiftMs)) worker.retire();
    return own.find((process) => process.shiftMs === shiftMs);
  }

  #start(host: HostName, shiftMs: number): Process {
    const { main, cwd, env } = this.#options;
    const args = [...(shiftMs === 0 ? [] : ['--import', SHIFTED_CLOCK]), main];
    const shift = { CLOCK_SHIFT_MS: String(shiftMs) };
    const worker = new TickWorker(args, { PATH: process.env.PATH, ...env(host), ...shift }, cwd);
    const started = { host, shiftMs, worker };
    this.#live.add(started);
    void worker.ended.then(() => this.#live.delete(started));
    return started;
  }

  /** A signal for one of those that are at a tick at this moment; returns what thaws it, where there was any. */
  signal(pick: number, name: NodeJS.Signals): (() => void) | undefined {
    const busy = [...this.#live].filter(({ worker }) => worker.busy);
    const { worker } = busy[Math.floor(pick * busy.length)] ?? {};
    worker?.kill(name);
    return worker && (() => worker.kill('SIGCONT'));
  }

  shiftClock(host: HostName, ms: number): void {
    this.#shifts.set(host, ms);
  }

  /** No tick lives while `work` runs, as if every host were off. */
  async whileAway(work: () => Promise<void> | void): Promise<void> {
    this.#away = true;
    await this.#quiet();
    await work();
    this.#away = false;
  }

  /** Resolves when no process is left. */
  async #quiet(): Promise<void> {
    const live = [...this.#live];
    for (const { worker } of live) worker.retire();
    await Promise.all(live.map(({ worker }) => worker.ended));
  }

  /** Ends the crons; single ticks may still be asked for. */
  async endCrons(): Promise<void> {
    this.#closed = true;
    await this.#quiet();
  }

  /** After it no process is left. */
  close(): Promise<void> {
    return this.#quiet();
  }
}
