import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NarrativeFacts } from '../../src/insights/facts.ts';
import type { OpenAiNarratorOptions } from '../../src/insights/openai-narrator.ts';
import { writeNarrative } from '../../src/insights/write-narrative.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import type { OpenAiReply } from '../support/openai-server.ts';
import { factsOf, rose } from './facts.ts';
import { type NarratorBench, startBench } from './narrator-bench.ts';

let database: TestDatabase;
let bench: NarratorBench | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await database.pool.query('truncate cache_entries, rate_limits');
});
afterEach(async () => {
  await bench?.server.close();
  bench = undefined;
});
afterAll(() => database.close());

async function start(
  replies: readonly OpenAiReply[],
  changes: Partial<OpenAiNarratorOptions> & { dailyTokens?: number } = {},
) {
  bench = await startBench(database, replies, changes);
  return bench;
}

const facts = factsOf({ medianSalePrice: rose('4.2%') });
const GOOD = writeNarrative(factsOf())
  .replaceAll('Houston', '{area}')
  .replaceAll('the 30 days from May 2 to May 31, 2025', '{period}');
const good: OpenAiReply = { kind: 'narrative', text: GOOD };
/** The good text with `by` at its end. */
const spoilt = (by: string): OpenAiReply => ({ kind: 'narrative', text: `${GOOD} ${by}` });
const options = () => ({ signal: new AbortController().signal });
const published = GOOD.replace('{area}', 'Houston').replace('{period}', facts.period);
const usedToday = async () => {
  const { rows } = await database.pool.query<{ used_today: number }>('select used_today from rate_limits');
  return rows[0]?.used_today;
};

describe('the cache', () => {
  test('keeps a text for whoever asks the same, in another process too', async () => {
    const { narrate, another, server } = await start([good]);
    const first = await narrate(facts, options());
    const second = await another()(facts, options());
    expect(second).toEqual({ ...first, trace: { ...first.trace, cached: true } });
    expect(server.requests).toHaveLength(1);
  });

  const changed: [string, NarrativeFacts, Partial<OpenAiNarratorOptions>][] = [
    ['a figure', factsOf({ closedSales: { value: 46, text: '46' } }), {}],
    ['a change', factsOf({ medianSalePrice: rose('4.3%') }), {}],
    ['the area', factsOf({ medianSalePrice: rose('4.2%') }, 'Katy'), {}],
    ['the period', { ...facts, period: 'the 7 days from May 25 to May 31, 2025' }, {}],
    ['the tone', facts, { tone: 'professional' }],
    ['the model', facts, { model: 'gpt-5' }],
  ];
  test.each(changed)('%s changed: asked anew', async (_name, other, changes) => {
    const { narrate, another, server } = await start([good]);
    await narrate(facts, options());
    await another(changes)(other, options());
    expect(server.requests.length).toBeGreaterThan(1);
  });

  test('reports that ask the same at once share one request', async () => {
    const { narrate, server } = await start([good]);
    const all = await Promise.all(Array.from({ length: 5 }, () => narrate(facts, options())));
    expect(new Set(all.map(({ text }) => text)).size).toBe(1);
    expect(server.requests).toHaveLength(1);
  });

  test('a failure is not kept', async () => {
    const { narrate, server } = await start([{ kind: 'refusal' }, good]);
    expect((await narrate(facts, options())).writer).toBe('built-in');
    expect((await narrate(facts, options())).writer).toBe('openai');
    expect(server.requests).toHaveLength(2);
  });

  test('a stored text that does not pass the check is not published', async () => {
    const { narrate, cache, server } = await start([good]);
    await narrate(facts, options());
    const [entry] = await cache.list('ai_insights:*');
    await cache.set(entry?.key ?? '', { text: `${published} Prices will rise.`, attempts: [] });
    const { text } = await narrate(facts, options());
    expect(text).toBe(published);
    expect(server.requests).toHaveLength(2);
  });
});

describe('the daily cap', () => {
  test('spent: nothing is asked', async () => {
    const { narrate, server } = await start([good], { dailyTokens: 100 });
    const { writer, trace } = await narrate(facts, options());
    expect({ writer, fallback: trace?.fallback }).toEqual({ writer: 'built-in', fallback: 'daily_cap' });
    expect(server.requests).toHaveLength(0);
  });

  test('spent by the first attempt: no second one', async () => {
    const { narrate, server } = await start([spoilt('Prices will rise.')], { dailyTokens: 4_500 });
    const { trace } = await narrate(facts, options());
    expect(trace?.fallback).toBe('daily_cap');
    expect(trace?.attempts).toHaveLength(1);
    expect(server.requests).toHaveLength(1);
  });

  test('a failed request costs nothing; one that was left may have', async () => {
    const failing = await start([{ kind: 'status', status: 500 }]);
    await failing.narrate(facts, options());
    expect(await usedToday()).toBe(0);
    await failing.server.close();
    const silent = await start([{ kind: 'silence' }], { timeoutMs: 3_000 });
    await silent.narrate(facts, options());
    expect(await usedToday()).toBeGreaterThan(2_000);
  });

  test('that cannot be counted: nothing is asked, and the report is written', async () => {
    const budget = { reserve: () => Promise.reject(new Error('connection lost')) };
    const { narrate, server } = await start([good], { budget });
    const { writer, trace } = await narrate(facts, options());
    expect({ writer, fallback: trace?.fallback }).toEqual({ writer: 'built-in', fallback: 'internal' });
    expect(server.requests).toHaveLength(0);
  });
});
