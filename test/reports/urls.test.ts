import { expect, test } from 'vitest';
import { httpsUrl } from '../../src/reports/urls.ts';

test.each([
  'javascript:alert(1)',
  ' JaVaScRiPt:alert(1)',
  'data:image/png;base64,AA',
  'http://example.com/a.png',
  '//example.com/a.png',
  '/a.png',
  'https://user:secret@example.com/a.png',
  'https://',
  `https://example.com/${'a'.repeat(2_048)}`,
  '',
])('%s is no URL for a page', (text) => {
  expect(httpsUrl(text)).toBeNull();
});

test('https passes in normal form', () => {
  expect(httpsUrl('HTTPS://Example.com/a b"><x')).toBe('https://example.com/a%20b%22%3E%3Cx');
  expect(httpsUrl(null)).toBeNull();
});
