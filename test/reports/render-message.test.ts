import { expect, test } from 'vitest';
import { renderHtml } from '../../src/reports/render-html.ts';
import { renderMessage } from '../../src/reports/render-message.ts';
import { renderText } from '../../src/reports/render-text.ts';
import { footer, houston, modelOf } from './examples.ts';

const other = { ...footer, unsubscribeUrl: 'https://reports.example.com/unsubscribe?t=other' };

test('each recipient gets their own link and nobody else’s', async () => {
  const model = await modelOf();
  const [mine, theirs] = [renderMessage(model, footer), renderMessage(model, other)];
  for (const part of ['html', 'text'] as const) {
    expect(mine[part]).toContain('t=abc');
    expect(mine[part]).not.toContain('t=other');
    expect(theirs[part]).toContain('t=other');
    expect(theirs[part]).not.toContain('t=abc');
  }
});

test('a message made from the shared part equals one made from scratch', async () => {
  const model = await modelOf();
  renderMessage(model, other);
  expect(renderMessage(model, footer)).toEqual({
    subject: 'Houston: median sale price $324,098',
    html: renderHtml(model, footer),
    text: renderText(model, footer),
  });
});

test('two accounts’ reports do not mix', async () => {
  const a = await modelOf();
  const b = await modelOf(houston(), { request: { brand: { name: 'Other House', color: null, logoUrl: null } } });
  expect(renderMessage(a, footer).html).not.toContain('Other House');
  expect(renderMessage(b, footer).html).not.toContain('Bayou Realty Group');
});

test('no field breaks out of the subject line', async () => {
  const model = await modelOf(houston(), { request: { areaCities: ['Houston\r\nBcc: victim@example.com'] } });
  expect(renderMessage(model, footer).subject).not.toMatch(/[\r\n]/);
});
