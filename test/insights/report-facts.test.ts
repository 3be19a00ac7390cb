import { expect, test } from 'vitest';
import { checkNarrative } from '../../src/insights/check/check-narrative.ts';
import { parseFacts } from '../../src/insights/facts-file.ts';
import { writeNarrative } from '../../src/insights/write-narrative.ts';
import { houston, type Market, modelOf } from '../reports/examples.ts';

/** Models as the report room composes them, with its own keys, texts and populations. */
const markets: [string, Market][] = [
  ['a city', houston()],
  ['three sales', { ...houston(), closed: houston().closed.slice(0, 3) }],
  ['no sale', { ...houston(), closed: [] }],
  ['no listing', { ...houston(), active: [], pending: [] }],
  ['nothing', { active: [], pending: [], closed: [] }],
];

test.each(markets)('%s: the narrative of the composed report passes the check', async (_name, market) => {
  const model = await modelOf(market);
  const facts = parseFacts(JSON.stringify(model));
  expect(checkNarrative(model.narrative?.text ?? '', facts).problems).toEqual([]);
  expect(checkNarrative(writeNarrative(facts, 'professional'), facts).problems).toEqual([]);
});
