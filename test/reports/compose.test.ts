import { expect, test } from 'vitest';
import { unavailableError } from '../../src/core/errors.ts';
import type { NarrativeFacts } from '../../src/insights/facts.ts';
import type { ListingQuery, ListingResult, SearchOptions } from '../../src/listings/feed.ts';
import { composeReport } from '../../src/reports/compose.ts';
import { activeListing } from '../market/examples.ts';
import { answer, deps, feedOf, houston, request } from './examples.ts';

test('asks for what the report type says, for the area and the windows', async () => {
  const { feed, queries } = feedOf(houston());
  await composeReport({ ...request, areaCities: ['Houston', 'Katy'], postalCodes: ['77002'] }, deps(feed));
  const area = { cities: ['Houston', 'Katy'], postalCodes: ['77002'] };
  expect(queries).toEqual([
    { ...area, statuses: ['Active'], types: ['residential', 'condominium', 'rental'] },
    { ...area, statuses: ['Pending'], types: ['residential', 'condominium', 'rental'] },
    {
      ...area,
      statuses: ['Closed'],
      types: ['residential', 'condominium'],
      closed: { from: Date.parse('2025-03-04T06:00:00Z'), to: Date.parse('2025-06-02T05:00:00Z') },
    },
    {
      ...area,
      statuses: ['Closed'],
      types: ['residential', 'condominium'],
      // From 90 days before the previous window's end up to what was read already.
      closed: { from: Date.parse('2025-02-02T06:00:00Z'), to: Date.parse('2025-03-04T06:00:00Z') },
    },
    {
      ...area,
      statuses: ['Closed'],
      types: ['residential', 'condominium'],
      closed: { from: Date.parse('2024-03-04T06:00:00Z'), to: Date.parse('2024-06-02T05:00:00Z') },
    },
  ]);
});

test('a report that looks back further than 90 days asks for all of its closings', async () => {
  const { feed, queries } = feedOf(houston());
  await composeReport({ ...request, lookbackDays: 365 }, deps(feed));
  expect(queries[2]?.closed?.from).toBe(Date.parse('2024-06-02T05:00:00Z'));
  expect(queries[3]?.closed?.from).toBe(Date.parse('2023-06-03T05:00:00Z'));
});

test('a retry two days later reports on the same days', async () => {
  const { feed } = feedOf(houston());
  const first = await composeReport(request, deps(feed));
  const retry = await composeReport(request, deps(feed, { now: new Date('2025-06-04T14:00:00Z') }));
  expect({ ...retry.model, generatedAt: '' }).toEqual({ ...first.model, generatedAt: '' });
});

test('no area is refused, as the schedule’s fault, before anything is asked', async () => {
  const { feed, queries } = feedOf(houston());
  await expect(composeReport({ ...request, areaCities: [' '] }, deps(feed))).rejects.toMatchObject({
    scope: 'schedule',
    code: 'no_area',
  });
  expect(queries).toEqual([]);
});

test('an empty area says so, and has a model for those who want it', async () => {
  const { feed } = feedOf({ active: [activeListing({ type: 'RNT' })], pending: [], closed: [] });
  const composed = await composeReport(request, deps(feed));
  expect(composed).toMatchObject({ empty: true, reason: expect.stringContaining('Houston') });
  expect(composed.model.exclusions).toContain('1 rental excluded');
  expect(await composeReport(request, deps(feedOf(houston()).feed))).not.toHaveProperty('empty');
});

test('the narrator sees figures, never a listing', async () => {
  const seen: NarrativeFacts[] = [];
  const market = { ...houston(), active: [activeListing({ streetAddress: 'SECRET ST', officeName: 'SECRET OFFICE' })] };
  const narrate = async (facts: NarrativeFacts) => {
    seen.push(facts);
    return { text: 'From the model.', writer: 'openai' as const };
  };
  const { model } = await composeReport(request, deps(feedOf(market).feed, { narrate }));
  expect(model.narrative).toEqual({ text: 'From the model.', writer: 'openai' });
  expect(seen[0]?.facts.find(({ key }) => key === 'medianSalePrice')).toMatchObject({ n: 29, smallSample: true });
  expect(JSON.stringify(seen)).not.toContain('SECRET');
});

test('a narrator that fails costs nothing but its text (M9)', async () => {
  const narrate = () => Promise.reject(new Error('quota'));
  const { model } = await composeReport(request, deps(feedOf(houston()).feed, { narrate }));
  expect(model.narrative?.writer).toBe('built-in');
  expect(model.narrative?.text).toContain('Houston');
});

test('a run whose deadline passed while narrating stops instead', async () => {
  const abort = new AbortController();
  const narrate = () => {
    abort.abort(new Error('deadline'));
    return Promise.reject(new Error('aborted'));
  };
  const work = composeReport(request, deps(feedOf(houston()).feed, { narrate, signal: abort.signal }));
  await expect(work).rejects.toThrow('deadline');
});

test('the first question that fails stops the others and is what is reported', async () => {
  const down = unavailableError('The listings service does not answer; try again later.', 'vendor_down');
  const stopped: unknown[] = [];
  const feed = {
    ...feedOf(houston()).feed,
    search: (query: ListingQuery, { signal }: SearchOptions) => {
      if (query.statuses[0] === 'Closed') return Promise.reject(down);
      return new Promise<ListingResult>((resolve) => {
        signal.addEventListener('abort', () => {
          stopped.push(signal.reason);
          resolve(answer([]));
        });
      });
    },
  };
  await expect(composeReport(request, deps(feed))).rejects.toBe(down);
  expect(stopped).toEqual([down, down]);
});

test('the run’s own signal reaches the feed', async () => {
  const abort = new AbortController();
  const feed = {
    ...feedOf(houston()).feed,
    search: (_query: ListingQuery, { signal }: SearchOptions) => {
      abort.abort(new Error('deadline'));
      return signal.aborted ? Promise.reject(signal.reason) : Promise.resolve(answer([]));
    },
  };
  await expect(composeReport(request, deps(feed, { signal: abort.signal }))).rejects.toThrow('deadline');
});
