import { describe, expect, test } from 'vitest';
import { checkNarrative } from '../../../src/insights/check/check-narrative.ts';
import { type Example, hundredTexts } from '../texts.ts';

const texts = hundredTexts();

/** The check judges figures within a sentence, so an error is looked for there: whole texts would take ten times as long. */
const sentences = texts.flatMap(({ text, facts }) =>
  text.split(/(?<=[.!?]) /).map((sentence): Example => ({ text: sentence, facts })),
);
const passes = ({ text, facts }: Example) => checkNarrative(text, facts).ok;
const isFaultless = ({ text, facts }: Example) =>
  checkNarrative(text, facts).problems.every(({ code }) => code === 'length');

test('the hundred originals all pass, and so does each of their sentences', () => {
  expect(texts).toHaveLength(100);
  for (const { text, facts } of texts) expect({ text, ...checkNarrative(text, facts) }).toMatchObject({ problems: [] });
  expect(sentences.length).toBeGreaterThan(700);
  expect(sentences.filter((sentence) => !isFaultless(sentence))).toEqual([]);
});

/** One error in each place of each sentence, and in one place of each whole text; none may pass. How many there were. */
function expectNonePasses(plant: (example: Example) => string[]): number {
  const spoiltOf = (example: Example) =>
    plant(example)
      .filter((text) => text !== example.text)
      .map((text) => ({ ...example, text }));
  const whole = texts.flatMap((example, i) => {
    const spoilt = spoiltOf(example);
    return spoilt.slice(i % Math.max(spoilt.length, 1)).slice(0, 1);
  });
  expect(whole.filter(passes).map(({ text }) => text)).toEqual([]);
  const parts = sentences.flatMap(spoiltOf);
  expect(parts.filter(isFaultless).map(({ text }) => text)).toEqual([]);
  return parts.length;
}

/** The places of the report's own figures, leaving out its period. */
function places({ text, facts }: Example): { at: number; number: string }[] {
  const hidden = text.replaceAll(facts.period, (name) => '.'.repeat(name.length));
  const baseline = facts.facts[0]?.change?.against ?? '';
  const spans = facts.facts.map(({ over = '' }) => over);
  const rest = [baseline, ...spans].reduce(
    (left, name) => (name === '' ? left : left.replaceAll(name, '.'.repeat(name.length))),
    hidden,
  );
  return Array.from(rest.matchAll(/\d[\d,.]*\d|\d/g), ({ 0: number, index }) => ({ at: index, number }));
}

const spliced = (text: string, at: number, length: number, by: string) =>
  text.slice(0, at) + by + text.slice(at + length);

describe('one planted error', () => {
  test('a number changed by one digit (M9)', () => {
    const planted = expectNonePasses((example) =>
      places(example).flatMap(({ at, number }) =>
        Array.from(number, (digit, i) => ({ digit, i })).flatMap(({ digit, i }) =>
          /\d/.test(digit) ? [spliced(example.text, at + i, 1, String((Number(digit) + 1) % 10))] : [],
        ),
      ),
    );
    expect(planted).toBeGreaterThan(2_000);
  });

  test('a digit lost or added', () => {
    expectNonePasses((example) =>
      places(example).flatMap(({ at, number }) => [
        spliced(example.text, at + number.length - 1, 1, ''),
        spliced(example.text, at, 0, '1'),
      ]),
    );
  });

  test('a word of direction turned around', () => {
    const opposite: Record<string, string> = {
      ...{ higher: 'lower', lower: 'higher', up: 'down', down: 'up', more: 'less', less: 'more', fewer: 'more' },
      ...{ longer: 'shorter', shorter: 'longer' },
    };
    const planted = expectNonePasses(({ text }) => [
      ...Array.from(
        text.matchAll(/\b(?:higher|lower|up|down|more|less|fewer|longer|shorter)\b/g),
        ({ 0: word, index }) => spliced(text, index, word.length, opposite[word] ?? ''),
      ),
      ...Array.from(text.matchAll(/\bunchanged from\b/g), ({ 0: word, index }) =>
        spliced(text, index, word.length, 'higher than in'),
      ),
    ]);
    expect(planted).toBeGreaterThan(80);
  });

  test('a unit exchanged for another', () => {
    const units = ['%', ' days', ' months', ' percent', 'K'];
    const planted = expectNonePasses(({ text }) =>
      Array.from(text.matchAll(/(?<=\d)(?:%| days?| months)/g)).flatMap(({ 0: unit, index }) => {
        if (/(?:the|previous|last) \d+$/.test(text.slice(0, index))) return [];
        return units.filter((other) => other !== unit).map((other) => spliced(text, index, unit.length, other));
      }),
    );
    expect(planted).toBeGreaterThan(1_000);
  });

  test('a dollar sign lost, or put before a count', () => {
    expectNonePasses((example) =>
      places(example).flatMap(({ at }) =>
        example.text[at - 1] === '$' ? [spliced(example.text, at - 1, 1, '')] : [spliced(example.text, at, 0, '$')],
      ),
    );
  });

  test('figures of two populations or measures exchanged', () => {
    const pairs = [
      ['medianSalePrice', 'medianListPrice'],
      ['closedSales', 'activeListings'],
      ['newListings', 'pendingListings'],
      ['newListings', 'activeListings'],
      ['pendingListings', 'closedSales'],
      ['medianSalePrice', 'pricePerSqft'],
      ['saleToList', 'soldAboveList'],
      ['saleToList', 'priceCuts'],
      ['soldAboveList', 'priceCuts'],
      ['monthsOfSupply', 'daysOnMarket'],
    ];
    const planted = expectNonePasses(({ text, facts }) =>
      pairs.flatMap(([a, b]) => {
        const texts = facts.facts.filter(({ key }) => key === a || key === b).map((fact) => fact.text);
        const [one = '', other = ''] = texts;
        const exchanged = exchange(text, one, other);
        return one === other || exchanged === text ? [] : [exchanged];
      }),
    );
    expect(planted).toBeGreaterThan(700);
  });

  test('a number taken to mean about, over or under itself', () => {
    expectNonePasses((example) =>
      places(example).map(({ at }) => {
        const start = example.text[at - 1] === '$' ? at - 1 : at;
        return spliced(example.text, start, 0, 'about ');
      }),
    );
  });
});

function exchange(text: string, one: string, other: string): string {
  const whole = (figure: string) =>
    new RegExp(`(?<![\\d$.,])${figure.replace(/[$.]/g, '\\$&')}(?![\\d%]|[.,]\\d)`, 'g');
  return text.replace(whole(one), '\u0001').replace(whole(other), one).replaceAll('\u0001', other);
}
