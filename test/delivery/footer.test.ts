import { expect, test } from 'vitest';
import { withRequiredLines } from '../../src/delivery/footer.ts';

const required = {
  postalAddress: "12 O'Hara & Sons Street\nAustin, TX 78701",
  unsubscribeUrl: 'https://reports.example.com/u?a=1&token=x',
};

test('what a template shows already is not shown twice', () => {
  const body = {
    html: `<body>12 O&#39;Hara &amp; Sons Street<br>Austin,&nbsp;TX 78701
      <a href="https://reports.example.com/u?a=1&amp;token=x">Unsubscribe</a></body>`,
    text: "12 O'Hara & Sons Street, Austin, TX 78701\nhttps://reports.example.com/u?a=1&token=x\n",
  };
  expect(withRequiredLines(body, required)).toEqual(body);
});

test('what a template forgot is added to both parts, inside the body (D10)', () => {
  const { html, text } = withRequiredLines({ html: '<html><body><p>Hi</p></body></html>', text: 'Hi' }, required);
  expect(html).toContain('12 O&#39;Hara &amp; Sons Street');
  expect(html).toContain('<a href="https://reports.example.com/u?a=1&amp;token=x">');
  expect(html).toMatch(/<\/body><\/html>$/);
  expect(text).toContain(required.postalAddress);
  expect(text).toContain(required.unsubscribeUrl);
});

test.each([
  '<head><title>12 O&#39;Hara &amp; Sons Street Austin, TX 78701</title></head><body>Hi</body>',
  "<body><!-- 12 O'Hara & Sons Street Austin, TX 78701 -->Hi</body>",
  '<body title="12 O\'Hara & Sons Street Austin TX 78701">Hi</body>',
  "<body>112 O'Hara & Sons Street Austin TX 787011</body>",
])('an address that nobody can read does not count: %s', (html) => {
  expect(withRequiredLines({ html, text: '' }, required).html).toContain('text-align:center">12 O&#39;Hara');
});

test('an address cannot bring markup along (S1)', () => {
  const { html } = withRequiredLines({ html: '', text: '' }, { postalAddress: '<script>alert(1)</script>' });
  expect(html).not.toContain('<script');
});

test('nothing required, nothing added', () => {
  const body = { html: '<p>Hi</p>', text: 'Hi' };
  expect(withRequiredLines(body, {})).toEqual(body);
});
