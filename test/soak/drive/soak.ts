import { EXIT } from '../../../src/core/exit-codes.ts';
import type { Pool } from '../../../src/db/pool.ts';
import { createRandom, hashOf } from '../../../src/listings/sample/random.ts';
import { bundle, withScratch } from '../../bench/support/scratch.ts';
import type { MessageFate, ReceivedMessage } from '../../support/smtp-server.ts';
import { BusinessTime } from '../business-time.ts';
import type { Evidence, Moment, TickEvidence } from '../evidence.ts';
import { planScript, type Step } from '../plan/script.ts';
import { type PlannedWorld, planWorld } from '../plan/world.ts';
import { readHistory, readSchedules } from './archive.ts';
import { Chaos, type Stage } from './chaos.ts';
import { drain } from './drain.ts';
import { foundWorld } from './found.ts';
import { type HostName, Hosts } from './hosts.ts';
import { countOne, type Journal, newJournal } from './journal.ts';
import { Operators } from './operators.ts';
import { measurePace } from './pace.ts';
import { ScheduleKeeper } from './schedule-keeper.ts';
import { type Services, startServices } from './services.ts';
import { tickEnvironment } from './tick-environment.ts';

/** A business day in 72 s of the script's time: a second holds the twenty minutes in which a late instant is let pass or is not. */
const RATE = 1_200;

export interface SoakOptions {
  seed: number;
  minutes: number;
  progress: (line: string) => void;
}

export interface SoakResult {
  evidence: Evidence;
  counts: ReadonlyMap<string, number>;
}

/** Plays one seed's world and script, and hands over what came of it. */
export function soak(options: SoakOptions): Promise<SoakResult> {
  return withScratch(async (folder) => {
    const main = `${folder}/tick.mjs`;
    await bundle({ entryPoints: [new URL('../tick-process.ts', import.meta.url).pathname] }, main);
    return play(options, main);
  });
}

async function play({ seed, minutes, progress }: SoakOptions, main: string): Promise<SoakResult> {
  const world = planWorld(createRandom(hashOf('world', seed)));
  const pace = await measurePace(main);
  const durationMs = (minutes * 60_000) / pace;
  const script = planScript(seed, durationMs, world.startMs);
  const maxAttempts = seed % 2 === 0 ? 3 : 8;
  const journal = newJournal();
  const time = new BusinessTime(world.startMs, RATE / pace);
  const services = await startServices(time, createRandom(hashOf('mail', seed)));
  try {
    await foundWorld(services.pool, world, time, journal);
    progress(`${inWords(world, script)}, at a pace of 1:${pace.toFixed(1)}`);
    const stage = setStage({ services, time, journal, main, maxAttempts, seed, pace });
    const reporting = setInterval(() => progress(inBrief(stage)), 30_000);
    const crons = stage.hosts.run();
    await new Chaos(stage).play(script, durationMs).finally(() => {
      clearInterval(reporting);
      return stage.hosts.endCrons();
    });
    await crons;
    const endedAt = await drain(stage);
    await stage.hosts.close();
    const evidence = await collect(services.pool, journal, { seed, endedAt, maxAttempts });
    return { evidence, counts: journal.counts };
  } finally {
    await services.close();
  }
}

interface Setting {
  services: Services;
  time: BusinessTime;
  journal: Journal;
  main: string;
  maxAttempts: number;
  seed: number;
  pace: number;
}

const inWords = ({ schedules, startMs }: PlannedWorld, script: readonly Step[]): string =>
  `${schedules.length} schedules from ${new Date(startMs).toISOString()}, ${script.length} deeds`;

function setStage({ services, time, journal, main, maxAttempts, seed, pace }: Setting): Stage {
  services.smtp.events.on('settled', (message: ReceivedMessage, fate: MessageFate) => {
    services.smtp.messages.length = 0; // what hours of mail weigh
    const messageId = /^Message-ID:\s*(\S+)/im.exec(message.raw.toString('latin1'))?.[1] ?? '';
    journal.mails.push({ at: time.now(), to: message.to.join(), messageId, fate });
  });
  const hosts = new Hosts({
    main,
    cwd: services.cwd,
    env: (host: HostName) => tickEnvironment(services, host, { maxAttempts, pace }),
    time,
    random: createRandom(hashOf('cron', seed)),
    pace,
    onEnd: (tick, moment) => {
      noteEnd(journal, 'tick', tick, moment);
      journal.ticks.push(tick);
    },
    onGenerated: (generate) => {
      noteEnd(journal, 'generate', generate, generate);
      journal.generates.push(generate);
    },
  });
  const operators = new Operators(services.pool, time, journal);
  const keeper = new ScheduleKeeper(services.pool, time, journal);
  return { services, hosts, operators, keeper, time, journal, pace };
}

/** A database that a tick could not reach, for want of a processor or of a server, cannot note an answer either. */
function noteEnd(journal: Journal, what: string, { code, signal, stderr }: TickEvidence, { from, to }: Moment): void {
  const away = code === EXIT.unavailable || stderr.includes('database_unavailable');
  if (away) journal.disruptions.push({ what: 'database out of reach', from, to });
  countOne(journal, `${what} exit ${code ?? signal}`);
}

function inBrief({ time, journal }: Stage): string {
  const accepted = journal.mails.filter(({ fate }) => fate === 'accepted').length;
  return `${new Date(time.now()).toISOString()}: ${journal.ticks.length} ticks, ${accepted} mails`;
}

type Frame = Pick<Evidence, 'seed' | 'endedAt' | 'maxAttempts'>;

async function collect(pool: Pool, journal: Journal, frame: Frame): Promise<Evidence> {
  const { accounts, mails, disruptions, ticks, generates, again, holds } = journal;
  const rows = new Map((await readSchedules(pool)).map((row) => [row.id, row]));
  const schedules = journal.schedules.map(({ seenAt: _seenAt, seenCursor: _seenCursor, ...known }) => ({
    ...known,
    ...(rows.get(known.id) ?? { pausedBy: null, cursor: null }),
  }));
  const done = { mails, disruptions, ticks, generates, again, holds };
  return { ...frame, accounts, schedules, ...(await readHistory(pool)), ...done };
}
