import { afterEach, beforeEach, expect, test } from 'vitest';
import { changeText, exclusionText } from '../../src/commands/stats-text.ts';
import { type CliHost, createCliHost } from '../support/cli.ts';

let host: CliHost;
beforeEach(async () => {
  // Nobody is there: the figures need no database.
  host = await createCliHost({ LISTINGS_FEED: 'sample', DATABASE_URL: 'postgres://127.0.0.1:1/nowhere' });
});
afterEach(() => host.close());

test('prints every figure with what it rests on, for eyes', async () => {
  const { code, stdout, stderr } = await host.run('stats', '--city', 'Irvine', '--lookback', '60');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^Irvine: .*60 days, America\/Los_Angeles/);
  expect(stdout).toContain('Sample data (synthetic, not real listings)');
  expect(stdout).toMatch(/^Median sale price +\$[\d,]+ +[+−]?[\d.]+ % +[+−]?[\d.]+ % +\d+ closed sales$/m);
  expect(stdout).toMatch(/^Active listings +\d+ +– +– +\d+ active listings/m);
  expect(stdout).toMatch(/Rentals left out: \d+/);
  expect(stdout).not.toMatch(/null|undefined|NaN/);
});

test('fits a terminal of 80 columns, and nothing in it is a sign that cannot be printed', async () => {
  const { stdout } = await host.onTerminal(80, 'stats', '--city', 'Ojai', '--lookback', '60');
  const table = stdout.slice(stdout.indexOf('FIGURE'));
  expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(table).toMatch(/^Median sale price +\$[\d,]+ /m);
  expect(stdout).not.toContain('\ufffd');
});

test('prints the same as JSON, each figure an object that says what it rests on', async () => {
  const result = await host.run('stats', '--city', 'ojai', '--city', 'Irvine', '--json');
  expect(result.code).toBe(0);
  expect(result.json()).toMatchObject({
    area: 'ojai and Irvine',
    source: { sample: true },
    window: { days: 30 },
    figures: {
      medianSalePrice: {
        value: expect.any(Number),
        unit: 'usd',
        population: 'closed sales',
        n: expect.any(Number),
        window: { days: 30, from: expect.stringMatching(/^\d{4}-/) },
        excluded: expect.any(Object),
        sample: 'sufficient',
        changes: { previous: { kind: 'relative' }, yearAgo: { kind: 'relative' } },
      },
      monthsOfSupply: { unit: 'months', window: { days: 90 } },
    },
  });
});

test('a place or a zone that is not there is said in one sentence', async () => {
  expect(await host.run('stats')).toMatchObject({ code: 2, stderr: expect.stringContaining('--city') });
  expect(await host.run('stats', '--city', 'Springfield')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('choose one of Irvine'),
  });
  expect(await host.run('stats', '--city', 'Irvine', '--timezone', 'UTC+3')).toMatchObject({ code: 2 });
});

const change = (kind: 'relative' | 'difference', value: number) => {
  return { kind, value, sign: 0, previous: 1, previousN: 9 } as const;
};

test.each([
  [change('relative', 0.0421), 'usd', '+4.2 %'],
  [change('relative', -0.0004), 'count', '0.0 %'],
  [change('difference', -0.0153), 'ratio', '−1.5 points'],
  [change('difference', 0.5), 'months', '+0.5 months'],
  [null, 'days', '–'],
] as const)('%j of %s reads %s', (value, unit, text) => {
  expect(changeText(value, unit)).toBe(text);
});

test('a note says why a value is missing, how small its sample is, and what was left out', () => {
  const figure = {
    value: 1,
    unit: 'usd',
    population: 'closed sales',
    n: 7,
    excluded: {},
    sample: 'very_small',
  } as const;
  expect(exclusionText(figure)).toBe('very small sample');
  expect(exclusionText({ ...figure, value: null, reason: 'no closed sales' })).toBe('no closed sales');
  const excluded = { no_price: 2, rental: 1 };
  expect(exclusionText({ ...figure, sample: 'sufficient', excluded })).toBe('left out: 1 rental, 2 without a price');
});
