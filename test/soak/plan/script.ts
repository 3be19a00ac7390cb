import { createRandom, hashOf, type Random } from '../../../src/listings/sample/random.ts';
import type { CadenceRule } from '../../../src/scheduling/cadence-rule.ts';
import type { Fault } from '../../support/feed/faults.ts';
import { whole } from './draw.ts';
import { PAIRS, type Pair } from './pairs.ts';
import { drawRule } from './rules.ts';

export const HOSTS = ['alpha', 'beta', 'gamma'] as const;

export type MailFault = 'before_dot' | 'after_dot' | 'answer_cut' | 'temporary' | 'busy' | 'permanent';

/** One thing that is done to the system; `pick` in [0, 1) says to which of those that are there by then. */
export type Deed =
  | { kind: 'kill' | 'terminate'; pick: number }
  | { kind: 'freeze'; pick: number; forMs: number }
  | { kind: 'postgres'; mode: 'fast' | 'immediate'; downMs: number }
  | { kind: 'redis'; downMs: number }
  | { kind: 'vendor'; faults: Fault[] }
  | { kind: 'mail'; fault: MailFault; share: number; forMs: number }
  | { kind: 'clock'; host: (typeof HOSTS)[number]; shiftMs: number; forMs: number }
  | { kind: 'downtime' | 'leap'; aheadMs: number }
  | { kind: 'hold'; forMs: number }
  | { kind: 'pause' | 'resume' | 'resume_active' | 'delete' | 'retry' | 'resend'; pick: number }
  | { kind: 'generate'; pick: number; host: (typeof HOSTS)[number]; forced: boolean }
  | { kind: 'edit'; pick: number; rule: CadenceRule }
  | { kind: 'together'; pick: number; pair: Pair; rule: CadenceRule }
  | { kind: 'suppress' | 'unsuppress' | 'list' | 'unlist'; pick: number; pickAddress: number }
  | { kind: 'account'; pick: number; what: 'active' | 'verified' }
  | { kind: 'prune'; keepRunsDays: number }
  | { kind: 'migrate' };

export type Kind = Deed['kind'];

/** A deed and when it is done, in milliseconds from the start on a machine that has nothing else to do. */
export interface Step {
  atMs: number;
  deed: Deed;
}

/** Seconds between two of a kind, on average. */
const MEAN_SECONDS: Readonly<Record<Kind, number>> = {
  kill: 9,
  terminate: 14,
  freeze: 23,
  postgres: 34,
  redis: 37,
  vendor: 7,
  mail: 8,
  clock: 19,
  downtime: 24,
  leap: 67,
  hold: 30,
  pause: 8,
  resume: 8,
  resume_active: 9,
  delete: 60,
  generate: 5,
  together: 7,
  edit: 9,
  retry: 9,
  resend: 9,
  suppress: 10,
  unsuppress: 14,
  list: 8,
  unlist: 6,
  account: 12,
  prune: 15,
  migrate: 23,
};

const HOUR_MS = 3_600_000;
const HOURS_AWAY = [2, 5, 11, 26, 26, 70, 170, 400, 900] as const;

/** Everything that will be done within `durationMs`, by the seed alone; a longer script begins like a shorter one. */
export function planScript(seed: number, durationMs: number, startMs: number): Step[] {
  const kinds = Object.keys(MEAN_SECONDS) as Kind[];
  const steps = kinds.flatMap((kind) => {
    const random = createRandom(hashOf('script', seed, kind));
    const times: Step[] = [];
    const gap = () => -Math.log(1 - random.uniform()) * MEAN_SECONDS[kind] * 1000;
    for (let atMs = gap(); atMs < durationMs; atMs += gap()) times.push({ atMs, deed: draw(random, kind, startMs) });
    return times;
  });
  return steps.sort((a, b) => a.atMs - b.atMs);
}

function draw(random: Random, kind: Kind, startMs: number): Deed {
  const pick = random.uniform();
  switch (kind) {
    case 'freeze':
      return { kind, pick, forMs: whole(random, 500, 7_000) };
    case 'postgres':
      return { kind, mode: random.pick(['fast', 'immediate'] as const), downMs: whole(random, 0, 2_500) };
    case 'redis':
      return { kind, downMs: whole(random, 0, 4_000) };
    case 'vendor':
      return { kind, faults: Array.from({ length: whole(random, 1, 5) }, () => drawFault(random)) };
    case 'mail':
      return { kind, ...drawMailFault(random) };
    case 'clock':
      return { kind, ...drawShift(random) };
    case 'downtime':
      return { kind, aheadMs: random.pick(HOURS_AWAY) * HOUR_MS + whole(random, 0, HOUR_MS) };
    case 'leap':
      return { kind, aheadMs: whole(random, 60_000, 2 * HOUR_MS) };
    case 'hold':
      return { kind, forMs: whole(random, 500, 5_000) };
    case 'generate':
      return { kind, pick, host: random.pick(HOSTS), forced: random.uniform() < 0.5 };
    case 'together':
      return { kind, pick, pair: random.pick(PAIRS), rule: drawRule(random, startMs) };
    case 'edit':
      return { kind, pick, rule: drawRule(random, startMs) };
    case 'suppress':
    case 'unsuppress':
    case 'list':
    case 'unlist':
      return { kind, pick, pickAddress: random.uniform() };
    case 'account':
      return { kind, pick, what: random.pick(['active', 'verified'] as const) };
    case 'prune':
      return { kind, keepRunsDays: random.pick([1, 2, 5, 30] as const) };
    case 'migrate':
      return { kind };
    default:
      return { kind, pick };
  }
}

function drawFault(random: Random): Fault {
  const status = random.pick([429, 500, 502, 503] as const);
  return random.pick<Fault>([
    { kind: 'status', status },
    { kind: 'status', status, retryAfter: '1' },
    { kind: 'html' },
    { kind: 'truncated' },
    { kind: 'reset' },
    { kind: 'hang' },
    { kind: 'slow', ms: whole(random, 100, 4_000) },
  ]);
}

function drawMailFault(random: Random): { fault: MailFault; share: number; forMs: number } {
  const fault = random.pick(['before_dot', 'after_dot', 'answer_cut', 'temporary', 'busy', 'permanent'] as const);
  return { fault, share: random.pick([0.2, 0.5, 1] as const), forMs: whole(random, 500, 3_000) };
}

/** Within the minute that is forgiven, and beyond it. */
function drawShift(random: Random): { host: (typeof HOSTS)[number]; shiftMs: number; forMs: number } {
  const size = random.pick([20_000, 55_000, 70_000, 3_600_000] as const);
  const sign = random.pick([1, -1] as const);
  return { host: random.pick(HOSTS), shiftMs: sign * size, forMs: whole(random, 1_000, 8_000) };
}
