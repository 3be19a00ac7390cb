import { expect, test } from 'vitest';
import { houston, modelOf } from './examples.ts';

const request = { reportType: 'price_bands' };

test('price bands in words have the edges, sales and supply of the table', async () => {
  const { bands, tables } = await modelOf(houston(), { request });
  const [table] = tables;
  expect(bands).toHaveLength(table?.rows.length ?? 0);
  for (const [i, { range, sold, supply }] of (bands ?? []).entries()) {
    const row = table?.rows[i] ?? [];
    expect(range.match(/\$[\d.]+[KM]/g)).toEqual(row[0]?.match(/\$[\d.]+[KM]/g));
    expect(row).toContain(sold.text);
    if (supply.value) expect(row).toContainEqual(expect.stringContaining(supply.text));
  }
  expect(bands?.filter(({ supply }) => supply.value).length).toBeGreaterThan(2);
  expect(bands?.[0]?.over).toBe('the last 12 months');
});

test('other reports have none', async () => {
  expect((await modelOf()).bands).toBeUndefined();
});
