import { Command } from 'commander';
import { assertZone } from '../accounts/fields.ts';
import { type App, withApp } from '../app/app.ts';
import { hostClock } from '../core/clock.ts';
import type { ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { type MarketReading, readMarket } from '../history/read-market.ts';
import type { Area } from '../listings/area.ts';
import type { FigureKey } from '../market/snapshot.ts';
import { areaLabel } from '../reports/area-label.ts';
import { figureTexts } from '../reports/figure-texts.ts';
import { formatInstant, formatPeriod, formatValue } from '../reports/format.ts';
import { parseArea } from '../scheduling/schedule.ts';
import { changeText, exclusionText } from './stats-text.ts';
import { collect, MARKET_ZONE, parseInteger, printJson, printLine, printTable } from './support.ts';

const EXAMPLES = `
Changes are against the window of the same length before, and against the same
days a year ago; a dash where fewer than five homes stand on either side, or
where the listings cannot tell the past.

Examples:
  $ reportctl stats --city Irvine
  $ reportctl stats --city Houston --city Katy --lookback 90 \\
      --timezone America/Chicago
  $ reportctl stats --postal-code 92618 --json`;

interface StatsOptions {
  city: string[];
  postalCode: string[];
  lookback: number;
  timezone: string;
  json?: boolean;
}

export function define(io: Io, _exit: (code: ExitCode) => void): Command {
  return new Command('stats')
    .description("Shows a market's figures, with what each rests on and what was left out.")
    .option('--city <city>', 'a city; may be given more than once', collect, [])
    .option('--postal-code <zip>', 'a postal code; may be given more than once', collect, [])
    .option('--lookback <days>', 'length of the window, which ends with yesterday', parseInteger(1, 730), 30)
    .option('--timezone <zone>', MARKET_ZONE, 'America/Los_Angeles')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action((options: StatsOptions) => show(io, options));
}

async function show(io: Io, options: StatsOptions): Promise<void> {
  assertZone(options.timezone);
  const area = parseArea(options.city, options.postalCode);
  const { reading, source } = await withApp(io, { logLevel: 'warn' }, (app) => read(app, area, options));
  const heading = { area: areaLabel(area), timezone: options.timezone, source };
  if (options.json) printJson(io, asObject(reading, heading));
  else print(io, reading, heading);
}

async function read(app: App, area: Area, { lookback, timezone }: StatsOptions) {
  const feed = await app.feed(hostClock);
  const limitMs = app.settings.runTimeoutSeconds * 1000;
  const reading = await readMarket(
    { area, lookbackDays: lookback, zone: timezone, scheduledFor: hostClock.now() },
    {
      feed,
      signal: AbortSignal.any([app.io.stop, AbortSignal.timeout(limitMs)]),
      deadline: performance.now() + limitMs,
    },
  );
  return { reading, source: feed.source };
}

interface Heading {
  area: string;
  timezone: string;
  source: { name: string; sample: boolean };
}

const keysOf = ({ snapshot }: MarketReading) => Object.keys(snapshot.figures) as FigureKey[];

function asObject(reading: MarketReading, heading: Heading) {
  const { window, snapshot, changes, asOf } = reading;
  const figures = keysOf(reading).map((key) => {
    const { sample, ...figure } = snapshot.figures[key];
    return [
      key,
      { label: figureTexts[key].label, ...figure, window: inWords(figure.window), sample, changes: changes[key] },
    ];
  });
  return {
    ...heading,
    window: inWords(window),
    asOf: new Date(asOf).toISOString(),
    rentalsExcluded: snapshot.rentals,
    figures: Object.fromEntries(figures),
  };
}

const inWords = (window: MarketReading['window'] | undefined) =>
  window && { from: new Date(window.from).toISOString(), to: new Date(window.to).toISOString(), days: window.days };

function print(io: Io, reading: MarketReading, { area, timezone, source }: Heading): void {
  const { window, snapshot, changes, asOf } = reading;
  printLine(io, `${area}: ${formatPeriod(window, timezone)} (${window.days} days, ${timezone})`);
  printLine(io, `Source: ${source.name}, read ${formatInstant(asOf, timezone)}`);
  printLine(io, '');
  const rows = keysOf(reading).map((key) => {
    const figure = snapshot.figures[key];
    const { previous, yearAgo } = changes[key];
    return [
      figureTexts[key].label,
      formatValue(figure.value, figure.unit),
      changeText(previous, figure.unit),
      changeText(yearAgo, figure.unit),
      [`${figure.n} ${figure.population}`, exclusionText(figure)].filter((part) => part !== '').join('; '),
    ];
  });
  printTable(io, ['FIGURE', 'VALUE', 'ON PREVIOUS', 'ON YEAR AGO', 'RESTS ON'], rows);
  if (snapshot.rentals === 0) return;
  printLine(io, '');
  printLine(io, `Rentals left out: ${snapshot.rentals}`);
}
