import { describe, expect, test } from 'vitest';
import { type NoticeFacts, noticeText } from '../../../src/pipeline/notices/words.ts';

const paused = (changes: Partial<Extract<NoticeFacts, { kind: 'schedule_paused' }>> = {}) =>
  noticeText({
    kind: 'schedule_paused',
    account: 'Harbor Realty',
    schedule: 'Houston weekly',
    errorCode: null,
    ...changes,
  });

const limit = (changes: Partial<Exclude<NoticeFacts, { kind: 'schedule_paused' }>>) =>
  noticeText({
    ...{ kind: 'limit_reached', account: 'Harbor Realty', used: 25, limit: 25, overage: false },
    ...{ renews: new Date('2026-07-01T05:00:00Z'), timezone: 'America/Chicago' },
    ...changes,
  });

describe('a pause', () => {
  test.each([
    ['no_such_place', /city or postal code .* not found/],
    ['postal_address_missing', /no postal address/],
    ['delivery_failed', /mail servers/],
    ['internal', /could not be made with its present settings/],
    ['constructor', /could not be made with its present settings/],
    [null, /could not be made with its present settings/],
  ])('gives the reason %s in the customer’s words', (errorCode, words) => {
    const { subject, text, html } = paused({ errorCode });
    expect(subject).toBe('Your report “Houston weekly” is paused');
    expect(text).toMatch(words);
    expect(html).toMatch(words);
    expect(text).not.toContain(errorCode ?? 'null');
  });

  test('shows names as text: no tag, no line of their own (S1, D13)', () => {
    const name = '<script>x</script>\r\nBcc: eve@example.com\u2028\u0007"\'`&';
    const { subject, text, html } = paused({ schedule: name, account: name });
    expect(subject).not.toMatch(/[\p{Cc}\p{Zl}]/u);
    expect(text.split('\n').filter((line) => line.startsWith('Bcc'))).toEqual([]);
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;');
  });
});

describe('a limit', () => {
  test('near it: how many, and what happens at its end', () => {
    const { subject, text } = limit({ kind: 'limit_warning', used: 20 });
    expect(subject).toBe('20 of 25 reports of this month are used');
    expect(text).toContain('Harbor Realty has used 20 of the 25 reports that it may have this month.');
    // The first instant of July in Chicago, which is still June in Honolulu and July in London.
    expect(text).toContain('no more are made until July 1, 2026.');
  });

  test.each([
    [25, 'All 25 reports of this month are used', 'has used all 25 reports'],
    [1, 'The report of this month is used', 'has used the one report'],
    [0, 'No reports are included this month', 'may have no reports this month'],
  ])('of %i reached', (number, subject, said) => {
    const words = limit({ limit: number, used: number });
    expect(words.subject).toBe(subject);
    expect(words.text).toContain(said);
    expect(words.html).toContain(said);
    expect(words.text).toContain('their next reports are made from July 1, 2026 on');
  });

  test('with overage nobody is told that reports end', () => {
    for (const kind of ['limit_warning', 'limit_reached'] as const) {
      expect(limit({ kind, overage: true }).text).toMatch(/made all the same, and count as overage/);
      expect(limit({ kind, overage: true }).text).not.toMatch(/July/);
    }
  });
});
