import { InvalidArgumentError } from 'commander';
import { isId } from '../core/ids.ts';
import type { Io } from '../core/io.ts';
import { isZone } from '../core/time-zone.ts';
import { visible, visibleJson } from '../core/visible.ts';
import { tableLines, USUAL_WIDTH } from './table.ts';

/** What `--timezone` says: an agent's own zone, where that is another, moves sales to another day. */
export const MARKET_ZONE = "the market's own IANA zone, in which a report's days and the day of a sale are counted";

/** Writes one JSON document and a line break to stdout. */
export function printJson(io: Io, value: unknown): void {
  io.stdout.write(`${visibleJson(JSON.stringify(value, null, 2))}\n`);
}

export function printLine(io: Io, text: string): void {
  io.stdout.write(`${visible(text)}\n`);
}

/** Rows under headings: fitted to a terminal's width, cuttable by columns in a pipe. */
export function printTable(io: Io, headings: readonly string[], rows: readonly (readonly string[])[]): void {
  // A serial line, or a terminal of no known size, says 0.
  const width = io.stdout.isTTY ? io.stdout.columns || USUAL_WIDTH : undefined;
  for (const line of tableLines(headings, rows, width)) printLine(io, line);
}

/** A row of the database as people get it: camelCase keys. */
export function camelCase(row: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}

export function parseId(text: string): string {
  if (!isId(text)) throw new InvalidArgumentError('It is not an id (a UUID).');
  return text;
}

/** For options that may be given more than once. */
export const collect = (value: string, before: string[]): string[] => [...before, value];

export function parseInteger(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`It is not a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `30m`, `24h` or `7d` in milliseconds. */
export function parseAge(text: string): number {
  const [, count, unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  if (count === undefined) throw new InvalidArgumentError('It is not a time such as 30m, 24h or 7d.');
  return Number(count) * (UNIT_MS[unit] ?? 0);
}

/** Local wall time with its offset and zone, such as `2026-06-10 09:00 -05:00 America/Chicago`. */
export function inZone(instant: Date | null, timezone: string): string {
  if (instant === null) return '–';
  // A schedule that was paused for its zone must still be shown.
  if (!isZone(timezone)) return `${instant.toISOString()} (unknown zone ${timezone})`;
  const format = new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: timezone,
  });
  const offset = new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: 'longOffset' })
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName')
    ?.value.replace(/^GMT$/, '+00:00')
    .replace('GMT', '');
  return `${format.format(instant)} ${offset} ${timezone}`;
}
