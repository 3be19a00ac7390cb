import { expect, test } from 'vitest';
import { houston, modelOf } from './examples.ts';

const request = { reportType: 'price_bands' };

test('price bands in words have the edges, sales and supply of the table', async () => {
  const { bands, tables } = await modelOf(houston(), { request });
  const [table] = tables;
  expect(bands).toHaveLength(table?.rows.length ?? 0);
  for (const [i, { range, sold, supply }] of (bands ?? []).entries()) {
    const [label = '', , soldText, supplyText] = table?.rows[i] ?? [];
    expect(range.match(/\$[\d.]+[KM]/g)).toEqual(label.match(/\$[\d.]+[KM]/g));
    expect([sold.text, supply.text]).toEqual([soldText, supplyText]);
  }
  expect(bands?.map(({ range }) => range.split(' ')[0])).toEqual(
    bands?.map((_, i) => (i === 0 ? 'under' : i === bands.length - 1 ? 'at' : 'from')),
  );
  expect(bands?.[0]?.over).toBe('the last 12 months');
});

test('other reports have none', async () => {
  expect((await modelOf()).bands).toBeUndefined();
});
