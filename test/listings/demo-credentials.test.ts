import { expect, test } from 'vitest';
import { isDemoAccount } from '../../src/listings/demo-credentials.ts';
import { createSimplyRetsFeed } from '../../src/listings/simplyrets-client.ts';

const demo = { baseUrl: 'https://api.simplyrets.com', username: 'simplyrets', password: 'simplyrets' };

test.each([
  [demo, true],
  [{ ...demo, baseUrl: 'https://API.SimplyRETS.com./' }, true],
  [{ ...demo, username: ' simplyrets ' }, true],
  [{ ...demo, baseUrl: 'http://127.0.0.1:4010' }, false],
  [{ ...demo, username: 'agency_x1' }, false],
  [{ ...demo, password: 'secret' }, false],
])('%j is the demo account: %s (V13)', (credentials, expected) => {
  expect(isDemoAccount(credentials)).toBe(expected);
});

test('a feed of the demo account says that its listings are invented', () => {
  const connection = {
    gate: { acquire: async () => {} },
    clock: { now: () => new Date(0) },
    requestTimeoutMs: 1,
    maxPages: 1,
  };
  expect(createSimplyRetsFeed({ ...demo, ...connection }).source).toMatchObject({ sample: true });
  expect(createSimplyRetsFeed({ ...demo, ...connection, username: 'own' }).source).toMatchObject({ sample: false });
});
