import { expect, test, vi } from 'vitest';
import { monotonicClock } from '../../src/core/clock.ts';

test('it starts at the reference and goes on with monotonic time, whatever the host’s clock does', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2001-01-01') });
  try {
    const reference = new Date('2026-06-01T00:00:00Z');
    const clock = monotonicClock(reference, performance.now() - 5_000);
    vi.setSystemTime(new Date('1999-01-01'));
    const elapsed = clock.now().getTime() - reference.getTime();
    expect(elapsed).toBeGreaterThanOrEqual(5_000);
    expect(elapsed).toBeLessThan(60_000);
  } finally {
    vi.useRealTimers();
  }
});
