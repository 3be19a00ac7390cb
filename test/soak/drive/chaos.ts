import { setTimeout as sleep } from 'node:timers/promises';
import type { BusinessTime } from '../business-time.ts';
import type { Deed, Step } from '../plan/script.ts';
import type { Hosts } from './hosts.ts';
import { countOne, type Journal } from './journal.ts';
import type { Operators } from './operators.ts';
import { Turns } from './patiently.ts';
import type { ScheduleKeeper } from './schedule-keeper.ts';
import type { Services } from './services.ts';

export interface Stage {
  services: Services;
  hosts: Hosts;
  operators: Operators;
  keeper: ScheduleKeeper;
  time: BusinessTime;
  journal: Journal;
  /** How many times slower than the script's own time this machine is now. */
  pace: number;
}

const LOOK_EVERY_MS = 1_000;

/** Does what the script says, each deed at its time, and puts everything right again at the end. */
export class Chaos {
  readonly #stage: Stage;
  /** What operators do; a downtime, too, so that none of it falls into one. */
  readonly #people = new Turns();
  /** PostgreSQL and Redis, each stopped and started by one hand. */
  readonly #databases = new Turns();
  readonly #caches = new Turns();
  readonly #underWay = new Set<Promise<void>>();
  #failure: unknown;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** @throws what an operator met that no operator should */
  async play(steps: readonly Step[], durationMs: number): Promise<void> {
    const began = performance.now();
    const { pace } = this.#stage;
    const looking = setInterval(
      () => this.#begin(this.#people.take(() => this.#stage.keeper.look())),
      LOOK_EVERY_MS * pace,
    );
    for (const { atMs, deed } of steps) {
      await sleep(Math.max(0, began + atMs * pace - performance.now()));
      if (this.#failure !== undefined) break;
      this.#begin(this.#do(deed));
    }
    if (this.#failure === undefined) await sleep(Math.max(0, began + durationMs * pace - performance.now()));
    clearInterval(looking);
    await Promise.all(this.#underWay);
    if (this.#failure !== undefined) throw this.#failure;
  }

  #wait(ms: number): Promise<void> {
    return sleep(ms * this.#stage.pace);
  }

  #begin(work: Promise<void>): void {
    const watched = work.catch((error: unknown) => {
      this.#failure ??= error;
    });
    this.#underWay.add(watched);
    void watched.then(() => this.#underWay.delete(watched));
  }

  #do(deed: Deed): Promise<void> {
    countOne(this.#stage.journal, deed.kind);
    switch (deed.kind) {
      case 'kill':
      case 'terminate':
      case 'freeze':
        return this.#strike(deed);
      case 'postgres':
      case 'redis':
        return this.#restart(deed);
      case 'vendor':
        this.#stage.services.feed.faults.push(...deed.faults);
        return Promise.resolve();
      case 'mail':
        return this.#spoilMail(deed);
      case 'clock':
        return this.#shiftClock(deed);
      case 'leap':
        return this.#disrupt('leap', () => this.#stage.time.jump(deed.aheadMs));
      case 'downtime':
        return this.#people.take(() => this.#stage.hosts.whileAway(() => this.#stage.time.jump(deed.aheadMs)));
      case 'hold':
        return this.#hold(deed.forMs);
      case 'generate':
        return this.#generate(deed);
      default:
        return this.#people.take(() => this.#operate(deed));
    }
  }

  /** Notes from when to when something was not as it should be. */
  async #disrupt(what: string, work: () => Promise<void> | void): Promise<void> {
    const { time, journal } = this.#stage;
    const from = time.now();
    await work();
    journal.disruptions.push({ what, from, to: time.now() });
  }

  #strike(deed: Extract<Deed, { kind: 'kill' | 'terminate' | 'freeze' }>): Promise<void> {
    const { hosts } = this.#stage;
    return this.#disrupt(deed.kind, async () => {
      if (deed.kind !== 'freeze') return void hosts.signal(deed.pick, deed.kind === 'kill' ? 'SIGKILL' : 'SIGTERM');
      const thaw = hosts.signal(deed.pick, 'SIGSTOP');
      if (thaw === undefined) return;
      await this.#wait(deed.forMs);
      thaw();
    });
  }

  #restart(deed: Extract<Deed, { kind: 'postgres' | 'redis' }>): Promise<void> {
    const { postgres, redis } = this.#stage.services;
    if (deed.kind === 'postgres') {
      return this.#databases.take(() =>
        this.#disrupt(deed.kind, async () => {
          await postgres.halt(deed.mode);
          await this.#wait(deed.downMs);
          await postgres.resume();
        }),
      );
    }
    return this.#caches.take(async () => {
      await redis?.kill();
      await this.#wait(deed.downMs);
      await redis?.start();
    });
  }

  #spoilMail({ fault, share, forMs }: Extract<Deed, { kind: 'mail' }>): Promise<void> {
    const { weather } = this.#stage.services;
    return this.#disrupt(`mail: ${fault}`, async () => {
      weather.set(fault, share);
      await this.#wait(forMs);
      weather.clear();
    });
  }

  async #shiftClock({ host, shiftMs, forMs }: Extract<Deed, { kind: 'clock' }>): Promise<void> {
    this.#stage.hosts.shiftClock(host, shiftMs);
    await this.#wait(forMs);
    this.#stage.hosts.shiftClock(host, 0);
  }

  async #hold(forMs: number): Promise<void> {
    await this.#people.take(() => this.#stage.operators.hold(true));
    await this.#wait(forMs);
    await this.#people.take(() => this.#stage.operators.hold(false));
  }

  /** Begun in its turn, it works beside everything else. */
  #generate({ pick, host, forced }: Extract<Deed, { kind: 'generate' }>): Promise<void> {
    const { hosts, operators } = this.#stage;
    return this.#people.take(async () => {
      const request = await operators.chooseReport(pick, forced);
      if (request) this.#begin(hosts.generate(host, request));
    });
  }

  #operate(deed: Deed): Promise<void> {
    const { keeper, operators } = this.#stage;
    switch (deed.kind) {
      case 'pause':
        return keeper.pause(deed.pick);
      case 'resume':
        return keeper.resume(deed.pick);
      case 'resume_active':
        return keeper.resumeActive(deed.pick);
      case 'delete':
        return keeper.remove(deed.pick);
      case 'edit':
        return keeper.edit(deed.pick, deed.rule);
      case 'together':
        return keeper.together(deed.pick, deed.pair, deed.rule);
      case 'retry':
      case 'resend':
        return operators.again(deed.pick, deed.kind);
      case 'list':
      case 'unlist':
        return operators.setListed(deed.pick, deed.pickAddress, deed.kind === 'list');
      case 'account':
        return operators.toggleAccount(deed.pick, deed.what);
      case 'suppress':
      case 'unsuppress':
        return operators.setSuppressed(deed.pick, deed.pickAddress, deed.kind === 'suppress');
      case 'prune':
        return operators.prune(deed.keepRunsDays);
      case 'migrate':
        return operators.migrate();
      default:
        throw new Error(`${deed.kind} is nobody's to do`);
    }
  }
}
