import { expect, test } from 'vitest';
import { isOneClick } from '../../../src/delivery/web/one-click.ts';

const URLENCODED = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/form-data; boundary=b';
const part = (name: string, value: string) =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--b--\r\n`;

test.each([
  [URLENCODED, 'List-Unsubscribe=One-Click'],
  [`${URLENCODED}; charset=UTF-8`, 'x=1&List-Unsubscribe=One-Click'],
  [MULTIPART, part('List-Unsubscribe', 'One-Click')],
])('the one click of a mail program, as %s', (type, body) => {
  expect(isOneClick(type, body)).toBe(true);
});

test('multipart as fetch writes it', async () => {
  const form = new FormData();
  form.set('List-Unsubscribe', 'One-Click');
  const request = new Request('http://x', { method: 'POST', body: form });
  expect(isOneClick(request.headers.get('content-type') ?? '', await request.text())).toBe(true);
});

test.each([
  [undefined, 'List-Unsubscribe=One-Click'],
  ['text/plain', 'List-Unsubscribe=One-Click'],
  ['application/json', '{"List-Unsubscribe":"One-Click"}'],
  [URLENCODED, ''],
  [URLENCODED, 'List-Unsubscribe=Two-Clicks'],
  [MULTIPART, part('List-Unsubscribe', 'no')],
  [MULTIPART, part('Other', 'One-Click')],
])('is none: %s %j', (type, body) => {
  expect(isOneClick(type, body)).toBe(false);
});
