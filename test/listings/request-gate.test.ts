import { expect, test } from 'vitest';
import { createLocalGate } from '../../src/listings/request-gate.ts';

const never = new AbortController().signal;

test('no window holds more requests than allowed, however many ask at once', async () => {
  const gate = createLocalGate(3, 60);
  const started = performance.now();
  const passedAfter = await Promise.all(
    Array.from({ length: 10 }, async () => {
      await gate.acquire(never);
      return performance.now() - started;
    }),
  );
  // Who passes too early shows: a busy machine sees a request late, never early. Node's timers fire up to 1 ms early.
  const early = passedAfter.filter((ms, index) => ms < 59 * Math.floor(index / 3));
  expect(early).toEqual([]);
});

test('the first come is served first', async () => {
  const gate = createLocalGate(1, 5);
  const order: number[] = [];
  await Promise.all([1, 2, 3].map((name) => gate.acquire(never).then(() => order.push(name))));
  expect(order).toEqual([1, 2, 3]);
});

test('who gives up leaves at once, with its own reason, also from behind one who waits on', async () => {
  const gate = createLocalGate(1, 3_600_000);
  await gate.acquire(never);
  const [patient, other] = [new AbortController(), new AbortController()];
  const first = gate.acquire(patient.signal);
  const behind = gate.acquire(other.signal);
  other.abort(new Error('run cancelled'));
  await expect(behind).rejects.toThrow('run cancelled');
  patient.abort(new Error('also cancelled'));
  await expect(first).rejects.toThrow('also cancelled');
});

// 40 burned slots would be 20 s.
test('who gives up uses no slot, and lets nobody pass early', { timeout: 10_000 }, async () => {
  const gate = createLocalGate(1, 500);
  await gate.acquire(never);
  const started = performance.now();
  const controllers = Array.from({ length: 40 }, () => new AbortController());
  const waiting = Promise.allSettled(controllers.map(({ signal }) => gate.acquire(signal)));
  // The first of them already waits for its slot when it gives up.
  await new Promise((resolve) => setImmediate(resolve));
  const behind = gate.acquire(never);
  for (const controller of controllers) controller.abort();
  await waiting;
  await behind;
  expect(performance.now() - started).toBeGreaterThanOrEqual(450);
});

test('a signal that has fired already asks for nothing', async () => {
  const gate = createLocalGate(1, 60_000);
  await expect(gate.acquire(AbortSignal.abort(new Error('late')))).rejects.toThrow('late');
  await gate.acquire(never);
});
