import { expect, test } from 'vitest';
import { builtInNarrator, createBuiltInNarrator } from '../../src/insights/built-in-narrator.ts';
import { writeNarrative } from '../../src/insights/write-narrative.ts';
import { factsOf } from './facts.ts';

const { signal } = new AbortController();

test('says which writer wrote', async () => {
  expect(await builtInNarrator(factsOf(), { signal })).toEqual({
    text: writeNarrative(factsOf()),
    writer: 'built-in',
  });
});

test('writes in the tone that is asked for', async () => {
  const { text } = await createBuiltInNarrator('professional')(factsOf(), { signal });
  expect(text).toBe(writeNarrative(factsOf(), 'professional'));
  expect(text).not.toBe(writeNarrative(factsOf()));
});
