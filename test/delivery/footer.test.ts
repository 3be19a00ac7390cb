import { expect, test } from 'vitest';
import { assertFooter } from '../../src/delivery/footer.ts';

const required = {
  postalAddress: "12 O'Hara & Sons Street\nAustin, TX 78701",
  unsubscribeUrl: 'https://reports.example.com/u?a=1&token=x',
};
const html = `<body>12 O&#39;Hara &amp; Sons Street<br>Austin,&nbsp;TX 78701
  <a href="https://reports.example.com/u?a=1&amp;token=x">Unsubscribe</a></body>`;
const text = "12 O'Hara & Sons Street, Austin, TX 78701\nhttps://reports.example.com/u?a=1&token=x\n";
const attempt = (body: { html?: string; text?: string }) => () => assertFooter({ html, text, ...body }, required);

test('a message whose two parts show both passes, however the address is broken into lines', () => {
  expect(attempt({})).not.toThrow();
  expect(attempt({ html: `${'<p>before</p>'.repeat(10_000)}${html}` })).not.toThrow();
});

test.each([
  ['no address in the HTML', { html: html.replace('Hara', 'Mara') }, /postal address/],
  ['no address in the text', { text: text.replace('12', '21') }, /postal address/],
  ['no link in the HTML', { html: html.replace('token=x', 'token=y') }, /unsubscribe link/],
  ['no link in the text', { text: text.replace('https', 'http') }, /unsubscribe link/],
  ['a footer that is not at the end', { html: `${html}${'<p>after</p>'.repeat(1_000)}` }, /postal address/],
])('%s: it is not sent (D10)', (_, body, message) => {
  expect(attempt(body)).toThrow(
    expect.objectContaining({ code: 'footer_missing', message: expect.stringMatching(message) }),
  );
});

test.each([
  '<head><title>12 O&#39;Hara &amp; Sons Street Austin, TX 78701</title></head><body>Hi</body>',
  "<body><!-- 12 O'Hara & Sons Street Austin, TX 78701 -->Hi</body>",
  '<body title="12 O\'Hara & Sons Street Austin TX 78701">Hi</body>',
  "<body>112 O'Hara & Sons Street Austin TX 787011</body>",
])('an address that nobody can read does not count: %s', (hidden) => {
  expect(attempt({ html: hidden })).toThrow(/postal address/);
});

test('an address with markup in it counts only where it is escaped (S1)', () => {
  const address = { postalAddress: '<b>1</b> `Main` St' };
  const body = (shown: string) => () => assertFooter({ html: shown, text: address.postalAddress }, address);
  expect(body('&lt;b&gt;1&lt;/b&gt; &#96;Main&#96; St')).not.toThrow();
  expect(body('<b>1</b> `Main` St')).toThrow(/postal address/);
});

test('nothing required, nothing missed', () => {
  expect(() => assertFooter({ html: '<p>Hi</p>', text: 'Hi' }, {})).not.toThrow();
});
