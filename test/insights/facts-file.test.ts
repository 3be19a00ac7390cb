import { expect, test } from 'vitest';
import { checkNarrative } from '../../src/insights/check/check-narrative.ts';
import { parseFacts } from '../../src/insights/facts-file.ts';
import { factsOfReport } from '../../src/insights/facts-of-report.ts';
import { houston, modelOf } from '../reports/examples.ts';
import { factsOf, rose } from './facts.ts';

test('reads facts as they were written', () => {
  const facts = factsOf({ medianSalePrice: rose('4.2%'), pricePerSqft: { value: null, text: '–' } });
  expect(parseFacts(JSON.stringify(facts))).toEqual(facts);
});

test('reads the facts of a whole report, and nothing else of it', async () => {
  const model = await modelOf(houston());
  const facts = parseFacts(JSON.stringify(model));
  expect(facts).toMatchObject({ area: 'Houston', period: model.periodInWords });
  expect(facts.facts).toHaveLength(model.figures.length);
  expect(Object.keys(facts)).toEqual(['area', 'period', 'facts']);
});

test.each(['market_snapshot', 'price_bands', 'inventory'])(
  'the facts of a stored %s are those of its narrator',
  async (reportType) => {
    const model = await modelOf(houston(), { request: { reportType, audience: 'luxury' } });
    const facts = parseFacts(JSON.stringify(model));
    expect(facts).toEqual(factsOfReport(model));
    expect(facts.homes).toEqual({ one: 'luxury home', many: 'luxury homes' });
    expect(checkNarrative(model.narrative?.text ?? '', facts).problems).toEqual([]);
  },
);

test.each([
  ['no JSON', 'hello', /not JSON/],
  ['another document', '{"a":1}', /at: area/],
  ['a fact without text', JSON.stringify({ area: 'a', period: 'b', facts: [{ key: 'x' }] }), /facts\.0/],
  ['null', 'null', /expected form/],
])('%s is refused with the place', (_name, json, message) => {
  expect(() => parseFacts(json)).toThrow(message);
  expect(() => parseFacts(json)).toThrow(expect.objectContaining({ exitCode: 2 }));
});
