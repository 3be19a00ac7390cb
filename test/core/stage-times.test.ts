import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { StageTimes } from '../../src/core/stage-times.ts';

test('what overlaps within a stage counts once, what follows is added', async () => {
  const stages = new StageTimes();
  const began = performance.now();
  await Promise.all([1, 2, 3].map(() => stages.time('ask', () => sleep(20))));
  await stages.time('ask', () => sleep(20));
  expect(stages.of('ask')).toBeGreaterThan(35);
  expect(stages.of('ask')).toBeLessThanOrEqual(performance.now() - began);
});

test('a stage that holds another does not count it twice, and failing work is measured too', async () => {
  const stages = new StageTimes();
  const outer = stages.timeAround('outer', 'inner', async () => {
    await stages.time('inner', () => sleep(30));
    throw new Error('no');
  });
  await expect(outer).rejects.toThrow('no');
  expect(stages.of('inner')).toBeGreaterThan(25);
  expect(stages.of('outer')).toBeLessThan(stages.of('inner'));
  expect(Object.keys(stages.fields)).toEqual(['innerMs', 'outerMs']);
});
