import { expect, test } from 'vitest';
import { composeReport, type ReportRequest } from '../../src/reports/compose.ts';
import {
  type DraftScope,
  type DraftSharing,
  isLasting,
  readSharedDraft,
  type SharedDraft,
} from '../../src/reports/shared-draft.ts';
import { deps, feedOf, houston, request } from './examples.ts';

async function composed(more: Partial<ReportRequest> = {}, truncated = false) {
  const shared: { scope: DraftScope; draft: SharedDraft }[] = [];
  const share: DraftSharing = async (scope, { produce }) => {
    const draft = await produce();
    shared.push({ scope, draft });
    return draft;
  };
  const { feed } = feedOf(houston(), { truncated });
  const { model } = await composeReport({ ...request, ...more }, deps(feed, { share }));
  const [first] = shared;
  if (!first) throw new Error('nothing was shared');
  return { model, ...first };
}

test('the draft survives JSON, and makes the same report', async () => {
  const { model, draft } = await composed();
  const stored = readSharedDraft(JSON.parse(JSON.stringify(draft)));
  if (!stored) throw new Error('unreadable');
  const share: DraftSharing = async () => stored;
  const again = await composeReport(request, deps(feedOf({ active: [], pending: [], closed: [] }).feed, { share }));
  expect(JSON.stringify(again.model)).toBe(JSON.stringify(model));
});

test.each([null, 'text', {}, { content: {}, narrated: true, empty: null, truncated: false }])(
  '%j is no draft',
  (stored) => {
    expect(readSharedDraft(stored)).toBeNull();
  },
);

test('what is empty or was cut off does not last', async () => {
  const { draft } = await composed();
  expect(isLasting(draft)).toBe(true);
  expect(isLasting({ ...draft, empty: 'Nothing is active.' })).toBe(false);
  expect(isLasting((await composed({}, true)).draft)).toBe(false);
});

test('the scope is the market’s and the day’s, whoever asks and whenever', async () => {
  const { scope } = await composed();
  expect(scope).toMatchObject({ cities: ['Houston'], date: '2025-06-01' });
  const another = await composed({
    accountName: 'Another',
    brand: { name: 'Another', color: '#ffffff', logoUrl: null },
    scheduledFor: new Date('2025-06-02T23:00:00Z'),
  });
  expect(another.scope).toEqual(scope);
});

test.each([
  ['city', { areaCities: ['Katy'] }],
  ['spelling, which is printed', { areaCities: ['HOUSTON'] }],
  ['postal code', { postalCodes: ['77002'] }],
  ['window', { lookbackDays: 31 }],
  ['day', { scheduledFor: new Date('2025-06-03T14:00:00Z') }],
  ['zone', { zone: 'America/New_York' }],
])('another %s is another scope', async (_what, more) => {
  expect((await composed(more)).scope).not.toEqual((await composed()).scope);
});
