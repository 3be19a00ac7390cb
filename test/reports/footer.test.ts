import { expect, test } from 'vitest';
import { footerText, renderFooterHtml } from '../../src/reports/footer.ts';
import { footer, modelOf } from './examples.ts';

test('carries the sender’s postal address and this recipient’s link', async () => {
  const model = await modelOf();
  expect(footerText(model, footer)).toEqual({
    lines: [
      'You receive this report because Bayou Realty Group put you on its list.',
      'Bayou Realty Group, 1 Main St, Houston, TX 77002',
    ],
    unsubscribeUrl: 'https://reports.example.com/unsubscribe?t=abc',
  });
  const page = renderFooterHtml(model, footer).toString();
  expect(page).toContain('href="https://reports.example.com/unsubscribe?t=abc"');
  expect(page).toContain('>Unsubscribe</a>');
});

test('where somebody reads the replies it invites to reply', async () => {
  const { lines } = footerText(await modelOf(), { ...footer, answered: true });
  expect(lines[0]).toBe('Questions, or a home to see? Reply to this message: it reaches Bayou Realty Group.');
});

test('an address as long as an account may have is shown whole', async () => {
  const postalAddress = `Suite ${'12 '.repeat(98)}`.slice(0, 300).trim();
  expect(footerText(await modelOf(), { ...footer, postalAddress }).lines[1]).toMatch(new RegExp(`, ${postalAddress}$`));
});

test('without them it says so', async () => {
  const { lines, unsubscribeUrl } = footerText(await modelOf(), { postalAddress: ' ', unsubscribeUrl: null });
  expect(lines.at(-1)).toBe('Test copy: made without postal address and unsubscribe link.');
  expect(unsubscribeUrl).toBeNull();
});

test.each(['http://reports.example.com/u', 'javascript:alert(1)', ''])('refuses %s for a link', async (link) => {
  const model = await modelOf();
  expect(() => footerText(model, { ...footer, unsubscribeUrl: link })).toThrow(
    expect.objectContaining({ exitCode: 78, code: 'unsubscribe_url' }),
  );
});
