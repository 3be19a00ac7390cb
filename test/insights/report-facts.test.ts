import { expect, test } from 'vitest';
import { checkNarrative } from '../../src/insights/check/check-narrative.ts';
import type { NarrativeFacts } from '../../src/insights/facts.ts';
import { parseFacts } from '../../src/insights/facts-file.ts';
import { writeNarrative } from '../../src/insights/write-narrative.ts';
import { composeReport } from '../../src/reports/compose.ts';
import { deps, feedOf, houston, type Market, modelOf, request } from '../reports/examples.ts';

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

test('a narrator learns no address, office, remark, name or number of a listing, an account or a brand (S6)', async () => {
  const marked = {
    streetAddress: '9 Marker St',
    officeName: 'Marker Homes',
    disclaimer: 'Marker',
    listingId: 'Marker9',
  };
  const { active, pending, closed } = houston();
  const [a, p, c] = [active, pending, closed].map((rows) => rows.map((row) => ({ ...row, ...marked })));
  const { feed } = feedOf({ active: a ?? [], pending: p ?? [], closed: c ?? [] });
  let seen: NarrativeFacts | undefined;
  const narrate = async (facts: NarrativeFacts) => {
    seen = facts;
    return { text: 'x', writer: 'built-in' as const };
  };
  const brand = { name: 'Marker Realty', color: null, logoUrl: 'https://marker.example.com/logo.png' };
  await composeReport({ ...request, brand, accountName: 'Marker' }, deps(feed, { narrate }));
  expect(JSON.stringify(seen)).not.toMatch(/marker/i);
  const allowed = [
    'change',
    'contrary',
    'key',
    'label',
    'n',
    'over',
    'population',
    'range',
    'smallSample',
    'text',
    'value',
  ];
  for (const fact of seen?.facts ?? []) expect(allowed).toEqual(expect.arrayContaining(Object.keys(fact)));
  expect(Object.keys(seen ?? {})).toEqual(['area', 'period', 'facts']);
});
