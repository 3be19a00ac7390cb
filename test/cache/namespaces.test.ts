import fc from 'fast-check';
import { expect, test } from 'vitest';
import { globMatches } from '../../src/cache/glob.ts';
import { assertKey } from '../../src/cache/keys.ts';
import {
  aiInsightsKey,
  type MarketStatsScope,
  marketStatsKey,
  NAMESPACE_TTL_SECONDS,
  namespaceOf,
  parseNamespace,
  simplyretsKey,
} from '../../src/cache/namespaces.ts';

const ask = (change: Partial<MarketStatsScope>) =>
  marketStatsKey({ cities: ['Houston'], date: '2026-01-31', scope: { state: 'TX', types: ['RES'] }, ...change });

test('the lifetimes are an hour, half an hour and a day', () => {
  expect(NAMESPACE_TTL_SECONDS).toEqual({ market_stats: 3600, simplyrets: 1800, ai_insights: 86_400 });
});

test('a market_stats key names city and date, and ends in a digest (C6)', () => {
  expect(ask({ cities: ['San Antonio'] })).toMatch(/^market_stats:san-antonio:2026-01-31:[0-9a-f]{64}$/);
  expect(ask({ cities: [] })).toMatch(/^market_stats:_:2026-01-31:[0-9a-f]{64}$/);
});

test('state, types, filters and date tell keys apart (C6)', () => {
  const keys = [
    ask({}),
    ask({ date: '2026-01-30' }),
    ask({ scope: { state: 'CA', types: ['RES'] } }),
    ask({ scope: { state: 'TX', types: ['CND'] } }),
    ask({ scope: { state: 'TX', types: ['RES'], minPrice: 1 } }),
    ask({ cities: [] }),
    ask({ cities: ['Houston', 'Dallas'] }),
    ask({ cities: ['Houston+Dallas'] }),
    ask({ cities: ['San Antonio'] }),
    ask({ cities: ['San-Antonio'] }),
    ask({ cities: ['Łódź'] }),
    ask({ cities: ['Ńóóź'] }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

test('case, spacing, order, repetition and Unicode form of cities do not tell keys apart', () => {
  const key = ask({ cities: ['Cañon City', 'Houston'] });
  expect(ask({ cities: ['HOUSTON ', ' can\u0303on   city', 'houston'] })).toBe(key);
});

test('no city name breaks out of the pattern', () => {
  const evil = ['a:b', '*', '?', 'x\ny', '../..', '[a]', '', ' ', '東京', 'x'.repeat(5000), '\ud800', '%', '\u0000'];
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...evil), fc.string({ unit: 'binary' }))), (cities) => {
      const key = ask({ cities });
      expect(key).toMatch(/^market_stats:[a-z0-9.+_-]{1,64}:2026-01-31:[0-9a-f]{64}$/);
      assertKey(key);
    }),
  );
});

test.each(['2026-1-31', '31.01.2026', '', '2026-01-31:x', '2026-01-31\n'])('the date %j is refused', (date) => {
  expect(() => ask({ date })).toThrow(TypeError);
});

test('simplyrets and ai_insights keys are digests of all that matters', () => {
  expect(simplyretsKey({ offset: 0, limit: 500 })).toBe(simplyretsKey({ limit: 500, offset: 0 }));
  expect(simplyretsKey({ offset: 0 })).not.toBe(simplyretsKey({ offset: '0' }));
  expect(simplyretsKey({})).toMatch(/^simplyrets:[0-9a-f]{64}$/);
  expect(aiInsightsKey({ facts: [] })).toMatch(/^ai_insights:[0-9a-f]{64}$/);
});

test('a namespace is known by its key and by its name', () => {
  expect(namespaceOf('market_stats:x')).toBe('market_stats');
  expect(namespaceOf('market_stats')).toBeNull();
  expect(namespaceOf('constructor:x')).toBeNull();
  expect(parseNamespace('simplyrets')).toBe('simplyrets');
  expect(() => parseNamespace('toString')).toThrow(expect.objectContaining({ exitCode: 2 }));
});

test('a pattern of many stars is decided at once', () => {
  expect(globMatches(`${'*a'.repeat(50)}*b`, 'a'.repeat(500))).toBe(false);
});

test('a pattern matches what the equivalent regular expression matches', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '😀'), maxLength: 8 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '😀', '*', '?'), maxLength: 6 });
  fc.assert(
    fc.property(pattern, text, (glob, candidate) => {
      const expected = new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'u');
      expect(globMatches(glob, candidate)).toBe(expected.test(candidate));
    }),
    { numRuns: 2000 },
  );
});
