import { expect, test } from 'vitest';
import { endsOf, orderOf, type Pair } from './pairs.ts';

test.for<[Pair, 'active' | 'paused', 'active' | 'paused', string[]]>([
  ['pause and edit', 'active', 'paused', ['edited', 'paused']],
  ['pause and edit', 'paused', 'paused', ['edited', 'paused']],
  ['resume and edit', 'paused', 'active', ['resumed', 'edited']],
  ['resume and edit', 'active', 'active', ['edited']],
  ['pause and resume', 'active', 'active', ['paused', 'resumed']],
  ['pause and resume', 'active', 'paused', ['paused']],
  ['pause and resume', 'paused', 'active', ['paused', 'resumed']],
  ['pause and resume', 'paused', 'paused', ['resumed', 'paused']],
])('%s of what was %s and is %s: %j', ([pair, before, after, kinds]) => {
  expect(orderOf(pair, before, after)).toEqual(kinds);
  expect(endsOf(pair)).toContain(after);
});
