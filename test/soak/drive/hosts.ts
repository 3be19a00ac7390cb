import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../../src/listings/sample/random.ts';
import type { BusinessTime } from '../business-time.ts';
import type { TickEvidence } from '../evidence.ts';
import { HOSTS } from '../plan/script.ts';

export type HostName = (typeof HOSTS)[number];

const SHIFTED_CLOCK = new URL('../../support/shifted-clock.mjs', import.meta.url).href;
/** Ticks of a host overlap where work takes longer than a cron's minute. */
const MOST_A_HOST = 2;
const STDERR_KEPT = 2_000;

export interface HostsOptions {
  /** The bundled tick. */
  main: string;
  cwd: string;
  env: (host: HostName) => Record<string, string>;
  time: BusinessTime;
  random: Random;
  pace: number;
  onEnd: (tick: TickEvidence) => void;
}

/** Several hosts, each of which starts a tick again and again as its cron would. */
export class Hosts {
  readonly #options: HostsOptions;
  readonly #live = new Set<{ host: HostName; child: ChildProcess; ended: Promise<void> }>();
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
      await sleep((600 + this.#options.random.uniform() * 1_200) * Math.sqrt(this.#options.pace));
      const busy = [...this.#live].filter((tick) => tick.host === host).length >= MOST_A_HOST;
      if (!this.#away && !this.#closed && !busy) void this.tick(host);
    }
  }

  /** One tick; resolves when its process has ended. */
  tick(host: HostName): Promise<void> {
    const shiftMs = this.#shifts.get(host) ?? 0;
    const { main, cwd, env, time, onEnd } = this.#options;
    const child = spawn(process.execPath, [...(shiftMs === 0 ? [] : ['--import', SHIFTED_CLOCK]), main], {
      cwd,
      env: {
        PATH: process.env.PATH,
        ...env(host),
        SOAK_EPOCH: JSON.stringify(time.epoch),
        CLOCK_SHIFT_MS: String(shiftMs),
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-STDERR_KEPT);
    });
    const ended = once(child, 'close').then(([code, signal]: unknown[]) => {
      onEnd({ host, shiftMs, code: code as number | null, signal: signal as string | null, stderr });
      this.#live.delete(entry);
    });
    const entry = { host, child, ended };
    this.#live.add(entry);
    return ended;
  }

  /** A signal for one of the ticks that live at this moment; false when none does. */
  signal(pick: number, name: NodeJS.Signals): (() => void) | undefined {
    const ticks = [...this.#live];
    const { child } = ticks[Math.floor(pick * ticks.length)] ?? {};
    if (child === undefined) return undefined;
    child.kill(name);
    return () => child.kill('SIGCONT');
  }

  shiftClock(host: HostName, ms: number): void {
    this.#shifts.set(host, ms);
  }

  /** No tick lives while `work` runs, as if every host were off. */
  async whileAway(work: () => Promise<void> | void): Promise<void> {
    this.#away = true;
    await this.quiet();
    await work();
    this.#away = false;
  }

  async quiet(): Promise<void> {
    await Promise.all([...this.#live].map(({ ended }) => ended));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.quiet();
  }
}
