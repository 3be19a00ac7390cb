import { expect, test } from 'vitest';
import { Handover } from '../../src/delivery/handover.ts';

async function* message() {
  yield Buffer.alloc(40_000, 'a');
}

async function collect(handover: Handover): Promise<number[]> {
  const sizes: number[] = [];
  for await (const part of handover.holdBackEnd(message())) sizes.push(part.length);
  return sizes;
}

const open = (beforeFinalDot: () => Promise<void>, signal = new AbortController().signal) =>
  new Handover({ beforeFinalDot, signal });

test('the message comes in pieces, and the stage changes with its end', async () => {
  const handover: Handover = open(async () => expect(handover.stage).toBe('before_final_dot'));
  expect(await collect(handover)).toEqual([16_384, 16_384, 7_232]);
  expect(handover.stage).toBe('after_final_dot');
});

test('a hook that rejects becomes an error instead of an end, whatever it rejects with', async () => {
  const handover = open(() => Promise.reject(undefined));
  await expect(collect(handover)).rejects.toThrow('Sending was stopped');
  expect(handover.hookError).toEqual({ error: undefined });
  expect(handover.stage).toBe('before_final_dot');
});

test('after stop the end does not come, though the hook resolves', async () => {
  let resolve = () => {};
  const handover = open(
    () =>
      new Promise<void>((done) => {
        resolve = done;
      }),
  );
  const collected = collect(handover);
  await new Promise(setImmediate);
  const stopped = handover.stop();
  resolve();
  await stopped;
  await expect(collected).rejects.toThrow('Sending was stopped');
  expect(handover.stage).toBe('before_final_dot');
});

test('the caller’s signal is passed on before the end only', async () => {
  const early = new AbortController();
  const stopped = open(async () => {}, early.signal);
  early.abort();
  expect(stopped.signal.aborted).toBe(true);
  expect(open(async () => {}, early.signal).signal.aborted).toBe(true);

  const late = new AbortController();
  const handedOver = open(async () => {}, late.signal);
  await collect(handedOver);
  late.abort();
  expect(handedOver.signal.aborted).toBe(false);
});
