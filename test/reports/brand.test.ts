import { expect, test } from 'vitest';
import { resolveBrand } from '../../src/reports/brand.ts';

test('a bad colour and logo fall back instead of stopping the report (S2)', () => {
  const bad = { name: ' \r\n', color: 'red; background:url(https://evil)', logoUrl: 'javascript:alert(1)' };
  expect(resolveBrand(bad, 'Bayou\r\nBcc: x')).toEqual({
    name: 'Bayou Bcc: x',
    color: '#1f4e79',
    onColor: '#ffffff',
    accent: '#1f4e79',
    accentOnDark: expect.stringMatching(/^#[0-9a-f]{6}$/),
    logoUrl: null,
  });
});

test('a light brand gets dark ink', () => {
  const brand = resolveBrand({ name: 'Sun', color: '#ffe000', logoUrl: 'https://example.com/logo.png' }, 'Account');
  expect(brand).toMatchObject({ name: 'Sun', color: '#ffe000', onColor: '#17202b' });
  expect(brand.logoUrl).toBe('https://example.com/logo.png');
});
