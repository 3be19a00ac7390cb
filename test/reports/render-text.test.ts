import { expect, test } from 'vitest';
import { changeLine } from '../../src/reports/changes.ts';
import { firstListings } from '../../src/reports/listing-groups.ts';
import { renderText } from '../../src/reports/render-text.ts';
import { footer, houston, modelOf } from './examples.ts';

test('prints the same figures, listings and notices as the page', async () => {
  const model = await modelOf(houston(), { sample: true });
  const text = renderText(model, footer).replace(/\s+/g, ' ');
  expect(text).toMatch(/^\*\*\* Sample data, not real listings \*\*\*/);
  for (const figure of model.figures)
    expect(text).toContain(
      [`${figure.label}: ${figure.text}`, ...figure.changes.map(changeLine), figure.basis]
        .join(' ')
        .replaceAll('\u00a0', ' '),
    );
  for (const { address, office } of (model.listings ? firstListings(model.listings, 10) : []).flatMap(
    ({ items }) => items,
  )) {
    expect(text).toContain(`${address}, Houston, TX 77002`);
    expect(text).toContain(`Listed by ${office}`);
  }
  for (const words of [model.headline, model.narrative?.text ?? '?', 'Equal Housing Opportunity', 'deemed reliable']) {
    expect(text).toContain(words);
  }
  expect(text).toContain('Unsubscribe: https://reports.example.com/unsubscribe?t=abc');
});

test('wraps at 76 columns and leaves links whole', async () => {
  const unsubscribeUrl = `https://reports.example.com/unsubscribe?t=${'x'.repeat(120)}`;
  const lines = renderText(await modelOf(), { ...footer, unsubscribeUrl }).split('\n');
  expect(lines.filter((line) => line.length > 76)).toEqual([unsubscribeUrl]);
});

test('an empty market has no headings without content', async () => {
  const text = renderText(await modelOf({ active: [], pending: [], closed: [] }), footer);
  expect(text).not.toMatch(/LEFT OUT|NEWEST/);
  expect(text).not.toMatch(/\$0|NaN|null|undefined/);
});
