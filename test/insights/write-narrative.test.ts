import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkNarrative } from '../../src/insights/check/check-narrative.ts';
import type { Fact, Tone } from '../../src/insights/facts.ts';
import { writeNarrative } from '../../src/insights/write-narrative.ts';
import { arbitraryFacts } from './arbitrary-facts.ts';
import { BASELINE, FACT_KEYS, factsOf, fell, rose, stood, YEAR_AGO } from './facts.ts';

const unknown = (...keys: string[]) =>
  Object.fromEntries(keys.map((key) => [key, { value: null, text: '–' }])) as Record<string, { value: null }>;
const of = (value: number, text: string): Partial<Fact> => ({ value, text });
const months = (value: number) => ({ monthsOfSupply: of(value, `${value} months`) });

test('reads as a whole when everything is known', () => {
  const moved = { medianSalePrice: rose('4.2%'), activeListings: fell('8.0%') };
  expect(writeNarrative(factsOf(moved))).toBe(
    'In Houston, 45 homes sold in the last 30 days, at a median price of $312,500, 4.2% more than in the previous 30 days. ' +
      'The homes that sold had been on the market for a median of 16 days. ' +
      'Sale prices came to an average of 98.6% of the last asking price, and 22% of sales went above it. ' +
      'When the listings were read, 156 homes were for sale, 8.0% fewer than in the previous 30 days; their median asking price was $349,900. ' +
      'At the pace of the last 90 days, the homes for sale amount to 3.2 months of supply, which the usual rule of thumb calls a seller’s market. ' +
      'In the last 30 days, 61 homes were newly listed, not counting those withdrawn again; 38 are under contract now.',
  );
});

test('any report, in either tone: passes the check, and is the same when written again', () => {
  fc.assert(
    fc.property(arbitraryFacts, fc.constantFrom<Tone>('agent', 'professional'), (facts, tone) => {
      const text = writeNarrative(facts, tone);
      expect(checkNarrative(text, facts)).toMatchObject({ problems: [] });
      expect(text).not.toMatch(/–|null|undefined|NaN|\{|\}/);
      expect(writeNarrative(structuredClone(facts), tone)).toBe(text);
    }),
    { numRuns: 500 },
  );
});

test.each(['agent', 'professional'] as const)(
  'a median of more homes than the one for sale is called one (%s)',
  (tone) => {
    const facts = factsOf({ closedSales: { value: null, text: '–' }, activeListings: of(1, '1') });
    expect(facts.facts.find(({ key }) => key === 'medianListPrice')?.n).toBeGreaterThan(1);
    expect(checkNarrative(writeNarrative(facts, tone), facts).problems).toEqual([]);
  },
);

test('the days of other homes are not those of the one for sale', () => {
  const active = { ...of(1, '1'), n: 1 };
  const days = { key: 'activeDaysOnMarket', label: 'Median days listed', population: 'active listings' };
  const aged = (n: number) => {
    const { facts, ...rest } = factsOf({ activeListings: active });
    const first = facts.filter(({ key }) => key === 'activeListings');
    const other = facts.filter(({ key }) => key !== 'activeListings');
    return { ...rest, facts: [...first, ...other, { ...days, value: 12, text: '12 days', n, smallSample: true }] };
  };
  expect(writeNarrative(aged(1))).toContain('It had been on the market for 12 days.');
  expect(writeNarrative(aged(9))).not.toContain('12 days');
  expect(checkNarrative(writeNarrative(aged(9)), aged(9)).problems).toEqual([]);
});

describe('the state of the market', () => {
  test('decides what is said of it', () => {
    expect(writeNarrative(factsOf(months(3.9)))).toContain('seller’s market');
    expect(writeNarrative(factsOf(months(4)))).toContain('balanced');
    expect(writeNarrative(factsOf(months(6)))).toContain('balanced');
    expect(writeNarrative(factsOf(months(6.1)))).toContain('buyer’s market');
  });

  test('decides what comes first', () => {
    const order = (text: string) => ['98.6%', '156', '31%'].map((figure) => text.indexOf(figure));
    const sorted = (positions: number[]) => positions.toSorted((a, b) => a - b);
    const hot = order(writeNarrative(factsOf(months(2))));
    expect(hot).toEqual(sorted(hot));
    const [ratio = 0, stock = 0, cuts = 0] = order(writeNarrative(factsOf(months(9))));
    expect([stock, cuts, ratio]).toEqual(sorted([stock, cuts, ratio]));
  });

  test('is not named where few sales closed, and the sample is called small', () => {
    const few = { medianSalePrice: { smallSample: true, n: 4 }, monthsOfSupply: { smallSample: true } };
    const text = writeNarrative(factsOf({ ...few, closedSales: of(4, '4') }));
    expect(text).toMatch(/only 4 sales/);
    expect(text).not.toMatch(/seller’s|buyer’s|balanced/);
    expect(writeNarrative(factsOf())).not.toMatch(/only|report to report/);
  });

  test('an empty one says that nothing closed and nothing is for sale', () => {
    const nothing = { closedSales: of(0, '0'), activeListings: of(0, '0'), monthsOfSupply: of(0, '0.0 months') };
    const text = writeNarrative(factsOf({ ...nothing, ...unknown('medianSalePrice', 'medianListPrice') }));
    expect(text).toMatch(
      /^No home sold in Houston in the last 30 days\. No home was for sale when the listings were read\./,
    );
    expect(text).not.toContain('on offer');
  });

  test('one with homes for sale and no sale speaks of what is on offer', () => {
    const text = writeNarrative(factsOf({ closedSales: of(0, '0'), ...unknown('medianSalePrice') }));
    expect(text).toContain('No home sold in Houston');
    expect(text).toContain('so this report describes what is on offer');
  });
});

describe('movements', () => {
  test('are worded by their sign', () => {
    expect(writeNarrative(factsOf({ medianSalePrice: fell('4.2%') }))).toContain(
      '4.2% less than in the previous 30 days',
    );
    expect(writeNarrative(factsOf({ medianSalePrice: stood() }))).toContain('unchanged from the previous 30 days');
    expect(writeNarrative(factsOf({ medianSalePrice: rose('+4.2%') }))).toContain('$312,500, 4.2% more');
    expect(writeNarrative(factsOf())).not.toMatch(/more|less|unchanged/);
  });

  test('of a price that is not known are not asserted', () => {
    const text = writeNarrative(factsOf({ medianSalePrice: { value: null, text: '–', ...rose('4.2%') } }));
    expect(text).not.toContain('4.2%');
  });
});

test('homes that sold on their first day are said to have, not "after 0 days"', () => {
  const text = writeNarrative(factsOf({ daysOnMarket: of(0, '0 days') }));
  expect(text).toContain('found a buyer on its first day on the market');
  expect(text).not.toContain('0 days on market');
});

test('shares that round to nothing are left out, and none at all is said in words', () => {
  const rounded = writeNarrative(factsOf({ soldAboveList: of(0.004, '0%'), priceCuts: of(0.004, '0%') }));
  expect(rounded).not.toMatch(/\b0%|reduced/);
  expect(writeNarrative(factsOf({ priceCuts: of(0, '0%') }))).toContain(
    'No home for sale whose original price is known has been reduced',
  );
});

test('one home is not "1 homes"', () => {
  const one = of(1, '1');
  const text = writeNarrative(
    factsOf({ closedSales: one, activeListings: one, newListings: one, pendingListings: one }),
  );
  expect(text).toContain('1 home sold');
  expect(text).toContain('1 home was for sale');
  expect(text).toContain('1 home was newly listed; 1 is under contract now');
});

test.each<Tone>(['agent', 'professional'])('one sale is told as one, with no median or average (%s)', (tone) => {
  const figures = ['medianSalePrice', 'daysOnMarket', 'saleToList', 'soldAboveList', 'pricePerSqft'];
  const one = Object.fromEntries(figures.map((key) => [key, { n: 1, smallSample: true }]));
  const facts = factsOf({ ...one, closedSales: of(1, '1') });
  const text = writeNarrative(facts, tone);
  expect(checkNarrative(text, facts)).toMatchObject({ problems: [] });
  const ofSales = text.split(/(?<=\.) /).filter((sentence) => !/listings|for sale/.test(sentence));
  expect(ofSales.join(' ')).not.toMatch(/median|average|% of sales/i);
  expect(text).toMatch(/1 home sold .*, for \$312,500\. That says little about the market as a whole\./);
  expect(text).toContain('It sold for 98.6% of its last asking price.');
  expect(text).toContain('The home that sold had been on the market for 16 days.');
  const atOnce = factsOf({ closedSales: of(1, '1'), daysOnMarket: { ...of(0, '0 days'), n: 1 } });
  expect(writeNarrative(atOnce, tone)).toContain('found a buyer on its first day on the market.');
});

test('says nothing of figures that are not known', () => {
  const text = writeNarrative(factsOf(unknown(...FACT_KEYS)));
  expect(text).toMatch(/^The number of homes sold in Houston .* is not known\./);
  expect(text.replace('the last 30 days', '')).not.toMatch(/\d/);
});

test('figures that name no days are told of the whole period: "during" several days, "on" one', () => {
  const facts = factsOf({ closedSales: { over: undefined } });
  expect(writeNarrative(facts)).toMatch(/\bduring the 30 days from May 2 to May 31, 2025/i);
  expect(writeNarrative({ ...facts, period: 'May 31, 2025' })).toMatch(/\bon May 31, 2025/i);
});

test('wordings differ from area to area and between the tones', () => {
  const areas = ['Houston', 'Katy', 'Oak Park', 'Dallas', 'Austin', 'Plano', 'Irving', 'Waco'];
  const shape = (area: string, tone: Tone) => writeNarrative(factsOf({}, area), tone).replaceAll(area, 'X');
  expect(new Set(areas.map((area) => shape(area, 'agent'))).size).toBeGreaterThan(4);
  for (const area of areas) expect(shape(area, 'agent')).not.toBe(shape(area, 'professional'));
});

describe('two windows that disagree', () => {
  const contrary = { text: '28.2%', sign: 1, against: BASELINE } as const;
  const change = { text: '7.6%', sign: -1, against: YEAR_AGO } as const;

  test('are told together', () => {
    expect(writeNarrative(factsOf({ medianSalePrice: { change, contrary } }))).toContain(
      `$312,500, 7.6% less than in ${YEAR_AGO}, but 28.2% more than in ${BASELINE}.`,
    );
  });

  test('crowd out nothing that a reader would miss', () => {
    const moved = { change, contrary };
    const figures = Object.fromEntries(FACT_KEYS.map((key) => [key, moved]));
    expect(writeNarrative(factsOf({ ...figures, ...months(2) }))).toContain('2 months of supply');
  });

  test('of price and price per square foot are set against each other', () => {
    const { change: up } = rose('4.2%');
    const text = writeNarrative(
      factsOf({
        medianSalePrice: { change: up },
        pricePerSqft: fell('1.4%'),
        ...unknown('activeListings', 'saleToList'),
      }),
    );
    expect(text).toContain(
      `Unlike the median sale price, the median price per square foot of the homes that sold was $187, 1.4% less than in ${BASELINE}.`,
    );
  });
});

describe('a report about some homes of its area', () => {
  const luxury = { one: 'luxury home', many: 'luxury homes' };
  const selected = { one: 'selected home', many: 'selected homes', partitive: true };

  test('counts these homes, and no others', () => {
    const text = writeNarrative({ ...factsOf(), homes: luxury });
    expect(text).toContain('45 luxury homes sold');
    expect(text).toContain('156 luxury homes were for sale');
    expect(text).not.toMatch(/\d homes|\d sales/);
  });

  test('counts a part as one', () => {
    const text = writeNarrative({ ...factsOf({ closedSales: of(0, '0') }), homes: selected });
    expect(text).toContain('No selected home sold in Houston');
    expect(text).toContain('156 of the selected homes were for sale');
  });
});

test('a report that begins with what is for sale tells that first: its number, age and supply', () => {
  const { facts, ...rest } = factsOf();
  const asking = { n: 156, population: 'active listings', smallSample: false };
  const age = { ...asking, key: 'activeDaysOnMarket', label: 'Median days on market', value: 40, text: '40 days' };
  const old = { ...asking, key: 'activeOver90Days', label: 'Listed over 90 days', value: 0.14, text: '14%' };
  const [first] = facts.filter(({ key }) => key === 'activeListings');
  const text = writeNarrative({ ...rest, facts: [...(first ? [first] : []), ...facts, age, old] });
  expect(text).toMatch(
    /^When the listings were read, 156 homes were for sale in Houston\. They had been on the market for a median of 40 days\. Of them, 14% had been for sale for more than 90 days\./,
  );
  const order = ['3.2 months', '31%', '$349,900', '45 homes sold'].map((figure) => text.indexOf(figure));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

test('a price range is pointed at by its words', () => {
  const { facts, ...rest } = factsOf();
  const both = { n: 45, population: 'closed sales', smallSample: false };
  const most = {
    ...both,
    key: 'bandMostSold',
    label: 'Most sold',
    value: 20,
    text: '20',
    range: 'from $300K to $400K',
  };
  const longest = {
    ...both,
    key: 'bandLongestSupply',
    label: 'Longest',
    value: 9,
    text: '9.0 months',
    range: 'at $600K or more',
  };
  const text = writeNarrative({ ...rest, facts: [...facts, most, longest] });
  expect(text).toContain('Sales were most frequent from $300K to $400K, where 20 homes sold.');
  expect(text).toContain('Supply was longest at $600K or more, with 9.0 months.');
});

describe('what fills a short report', () => {
  const little = factsOf(unknown(...FACT_KEYS.filter((key) => !['closedSales', 'activeListings'].includes(key))));

  test('speaks of nothing that the report does not hold', () => {
    const text = writeNarrative(little);
    expect(text).not.toMatch(/pending|median|asking/i);
    expect(text).toContain('A dash stands');
    const whole = { ...little, facts: little.facts.filter(({ value }) => value !== null) };
    expect(writeNarrative(whole)).not.toContain('dash');
  });
});
