import { expect, test } from 'vitest';
import { builtInNarrator } from '../../src/insights/built-in-narrator.ts';
import { writeNarrative } from '../../src/insights/write-narrative.ts';
import { factsOf } from './facts.ts';

test('says which writer wrote', async () => {
  const { signal } = new AbortController();
  expect(await builtInNarrator(factsOf(), { signal })).toEqual({
    text: writeNarrative(factsOf()),
    writer: 'built-in',
  });
});
