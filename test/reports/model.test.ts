import { expect, test } from 'vitest';
import { readReportModel } from '../../src/reports/model.ts';
import { renderMessage } from '../../src/reports/render-message.ts';
import { activeListing } from '../market/examples.ts';
import { footer, houston, modelOf } from './examples.ts';

/** jsonb keeps no order of keys. */
const stored = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(stored);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, item]) => [key, stored(item)]),
  );
};

test('a model that was stored prints the same, byte by byte', async () => {
  const markets = [houston(), { active: [activeListing({ bedrooms: null })], pending: [], closed: [] }];
  for (const market of markets) {
    const model = await modelOf(market);
    const read = readReportModel(stored(JSON.parse(JSON.stringify(model))));
    expect(read).toEqual(model);
    expect(renderMessage(read, footer)).toEqual(renderMessage(model, footer));
  }
});

test('a model that was stored before there were words for its homes is read all the same', async () => {
  const { homesInWords: _, ...older } = await modelOf();
  expect(readReportModel(stored(older)).homesInWords).toBeNull();
});

test('a model of another version, or with a colour that is none, is refused', async () => {
  const model = await modelOf();
  const refused = expect.objectContaining({ code: 'report_model_unreadable' });
  expect(() => readReportModel({ ...model, version: 2 })).toThrow(refused);
  expect(() => readReportModel({ ...model, brand: { ...model.brand, color: 'red;x' } })).toThrow(refused);
  expect(() => readReportModel(null)).toThrow(refused);
});
