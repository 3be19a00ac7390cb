import type { Io } from '../core/io.ts';
import { ageInWords } from '../ops/age.ts';
import type { Attention } from '../ops/attention.ts';
import { OVERDUE_MS, type Status } from '../ops/status.ts';
import { colours } from './colours.ts';
import { camelCase } from './support.ts';
import { wrapLines } from './table.ts';

const WIDTH = 80;
const LABEL = 10;
/** Of each kind: one screen holds no more. */
const SHOWN = 5;

/** One screen of at most 80 columns. */
export function statusLines(status: Status, attention: readonly Attention[], io: Io): string[] {
  const paint = colours(io);
  const verdict =
    attention.length === 0
      ? paint.green('all is well')
      : paint.red(`${attention.length} ${attention.length === 1 ? 'thing needs' : 'things need'} a person`);
  const sections = [
    ...section('Hosts', hostTexts(status)),
    ...section('Hold', [holdText(status)]),
    ...section('Schedules', [scheduleText(status)]),
    ...section('Queue', [queueText(status)]),
    ...section('Running', [runningText(status)]),
    ...section('Failures', failureTexts(status)),
    ...section('Paused', pausedTexts(status)),
    ...section('Unknown', [unknownText(status)]),
    ...section('Limits', limitTexts(status)),
  ];
  return [`${verdict} at ${status.at.toISOString().replace(/\.\d+/, '')}`, '', ...sections, ...todoLines(attention)];
}

function todoLines(attention: readonly Attention[]): string[] {
  if (attention.length === 0) return [];
  const lines = attention.flatMap(({ what, todo }) => [
    ...wrapLines(what, WIDTH - 2).map((line, i) => `${i === 0 ? '! ' : '  '}${line}`),
    ...wrapLines(todo, WIDTH - 4).map((line) => `    ${line}`),
  ]);
  return ['', ...lines];
}

function section(label: string, texts: readonly string[]): string[] {
  const lines = texts.flatMap((text) => wrapLines(text, WIDTH - LABEL));
  return lines.map((line, i) => `${(i === 0 ? label : '').padEnd(LABEL)}${line}`);
}

const since = (status: Status, then: Date): string => ageInWords(status.at.getTime() - then.getTime());

/** The first few, and how many there are besides. */
function firstOf<T>(items: readonly T[], inWords: (item: T) => string): string[] {
  const rest = items.length - SHOWN;
  return [...items.slice(0, SHOWN).map(inWords), ...(rest > 0 ? [`and ${rest} more`] : [])];
}

function hostTexts(status: Status): string[] {
  if (status.hosts.length === 0) return ['none has ticked yet'];
  const latestFirst = status.hosts.toSorted((a, b) => Number(b.last_tick_at) - Number(a.last_tick_at));
  return firstOf(latestFirst, ({ host, last_tick_at: at }) =>
    at === null ? `${host} has never ticked` : `${host} ticked ${since(status, at)} ago`,
  );
}

function holdText(status: Status): string {
  const { on, since: then, reason } = status.hold;
  if (!on) return 'off';
  return `on${then ? ` for ${since(status, then)}` : ''}${reason ? `: ${reason}` : ''}`;
}

function scheduleText(status: Status): string {
  const { due, overdue, oldest_due: oldest } = status.queue;
  if (due === 0) return 'none due';
  const late = overdue > 0 ? `, ${overdue} of them for more than ${ageInWords(OVERDUE_MS)}` : '';
  return `${due} due${late}${oldest ? ` (the oldest since ${since(status, oldest)})` : ''}`;
}

function queueText(status: Status): string {
  const { ready, waiting, oldest_ready: oldest } = status.queue;
  if (ready + waiting === 0) return 'empty';
  const age = oldest ? ` (the oldest since ${since(status, oldest)})` : '';
  return `${ready} ready${age}, ${waiting} to be tried later`;
}

function runningText(status: Status): string {
  const { running, lost, oldest_running: oldest } = status.queue;
  if (running === 0) return 'none';
  const age = oldest ? `, the oldest for ${since(status, oldest)}` : '';
  return `${running}${age}${lost > 0 ? `; ${lost} without a process` : ''}`;
}

function failureTexts({ failures }: Status): string[] {
  if (failures.length === 0) return ['none in the last day'];
  return firstOf(failures, ({ error_code, runs, open }) => {
    const retried = runs - open;
    return `${runs} ${error_code ?? 'no cause noted'}${retried > 0 ? ` (${retried} retried)` : ''}`;
  });
}

const PAUSED_BY: Readonly<Record<string, string>> = {
  operator: 'by an operator',
  failures: 'after failures',
  invalid: 'as invalid',
  expired: 'as expired',
};

function pausedTexts({ paused, broken }: Status): string[] {
  if (paused.length === 0) return ['none'];
  const counts = paused.map(({ paused_by: by, schedules }) => `${schedules} ${PAUSED_BY[by ?? ''] ?? 'by another'}`);
  return [
    counts.join(', '),
    ...firstOf(broken, ({ name, paused_reason: why }) => `${name}: ${why ?? 'no reason noted'}`),
  ];
}

function unknownText({ unknown }: Status): string {
  if (unknown.deliveries === 0) return 'none';
  const noun = unknown.deliveries === 1 ? 'message' : 'messages';
  return `${unknown.deliveries} ${noun} whose answer was lost, ${unknown.recent} of the last day`;
}

function limitTexts({ nearLimit }: Status): string[] {
  if (nearLimit.length === 0) return ['no account is near its limit'];
  return firstOf(nearLimit, ({ name, used, limit, decision }) => `${name} ${used} of ${limit} (${decision})`);
}

/** For `--json`: camelCase, ages in seconds beside the instants. */
export function statusObject(status: Status, attention: readonly Attention[]) {
  const seconds = (then: Date | null) =>
    then === null ? null : Math.round((status.at.getTime() - then.getTime()) / 1000);
  const { queue, hosts, unknown } = status;
  return {
    at: status.at,
    ok: attention.length === 0,
    attention,
    hosts: hosts.map((host) => ({ ...camelCase(host), lastTickAgeSeconds: seconds(host.last_tick_at) })),
    hold: status.hold,
    schedules: { due: queue.due, overdue: queue.overdue, oldestDueAgeSeconds: seconds(queue.oldest_due) },
    queue: { ready: queue.ready, waiting: queue.waiting, oldestReadyAgeSeconds: seconds(queue.oldest_ready) },
    running: { count: queue.running, lost: queue.lost, oldestAgeSeconds: seconds(queue.oldest_running) },
    failures: status.failures.map(camelCase),
    paused: status.paused.map(camelCase),
    broken: status.broken.map(camelCase),
    unknownDeliveries: camelCase(unknown),
    nearLimit: status.nearLimit,
  };
}
