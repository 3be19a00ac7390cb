import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StageTimes } from '../../src/core/stage-times.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const work = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

test('what overlaps within a stage counts once, what follows is added', async () => {
  const stages = new StageTimes();
  const asked = Promise.all([10, 20, 30].map((ms) => stages.time('ask', () => work(ms))));
  await vi.advanceTimersByTimeAsync(50);
  await asked;
  const again = stages.time('ask', () => work(5));
  await vi.advanceTimersByTimeAsync(5);
  await again;
  expect(stages.fields).toEqual({ askMs: 35 });
});

test('a stage that holds another does not count it twice, and failing work is measured too', async () => {
  const stages = new StageTimes();
  const outer = stages.timeAround('outer', 'inner', async () => {
    await stages.time('inner', () => work(30));
    await work(7);
    throw new Error('no');
  });
  const ended = expect(outer).rejects.toThrow('no');
  await vi.advanceTimersByTimeAsync(37);
  await ended;
  expect(stages.fields).toEqual({ innerMs: 30, outerMs: 7 });
});
