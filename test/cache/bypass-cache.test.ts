import { expect, test } from 'vitest';
import { createBypassCache } from '../../src/cache/bypass-cache.ts';

test('a bypass holds nothing and answers everything', async () => {
  const cache = createBypassCache();
  expect(await cache.set('k', 1)).toBe(false);
  expect(await cache.get('k')).toBeNull();
  expect(await cache.delete('k')).toBe(false);
  expect(await cache.list()).toEqual([]);
  expect(await cache.flush()).toBe(0);
  expect(await cache.stats()).toMatchObject({ backend: 'none', entries: 0 });
  expect(await cache.lock('k', 1000)).toEqual({ outcome: 'unavailable' });
  await cache.close();
});
