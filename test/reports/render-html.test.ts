import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { expect, test } from 'vitest';
import type { ReportModel } from '../../src/reports/model.ts';
import { renderHtml } from '../../src/reports/render-html.ts';
import { activeListing, closedSale, pendingListing, times } from '../market/examples.ts';
import { footer, houston, type Market, modelOf } from './examples.ts';

type Node = DefaultTreeAdapterMap['node'];

/** Tags with the names of their attributes, in document order: what an injection would change. */
function skeleton(node: Node): string[] {
  const own = 'tagName' in node ? [`${node.tagName}[${node.attrs.map(({ name }) => name).join(' ')}]`] : [];
  return [...own, ...('childNodes' in node ? node.childNodes.flatMap(skeleton) : [])];
}

const HOSTILE = `"><script>alert(1)</script><img src=x onerror='alert(1)'>\`</style></title><!--`;
const hostile = (market: Market, text: string): Market => ({
  ...market,
  active: market.active.map((listing) => ({
    ...listing,
    listingId: text,
    streetAddress: text,
    city: text,
    state: text,
    postalCode: text,
    officeName: text,
    disclaimer: text,
  })),
});

test('text from brand, listings, area, feed and model adds no tag and no attribute', async () => {
  const page = async (text: string) => {
    const model = await modelOf(hostile(houston(), text), {
      request: { areaCities: [text], brand: { name: text, color: text, logoUrl: 'https://example.com/l.png' } },
    });
    const narrated: ReportModel = {
      ...model,
      source: { name: text, sample: false },
      narrative: { text, writer: 'openai' },
    };
    return renderHtml(narrated, { ...footer, postalAddress: text });
  };
  const [harmless, attacked] = await Promise.all([page('plain words'), page(HOSTILE)]);
  expect(skeleton(parse(attacked))).toEqual(skeleton(parse(harmless)));
  expect(attacked).toContain('&lt;script&gt;');
});

test('a logo or colour that is none leaves no trace', async () => {
  const brand = { name: 'B', color: 'red;background:url(https://evil)', logoUrl: 'javascript:alert(1)' };
  const page = renderHtml(await modelOf(houston(), { request: { brand } }), footer);
  expect(page).not.toMatch(/evil|javascript|<img src="(?!cid:chart)/);
});

test('a stored model with a bad logo link prints no image', async () => {
  const model = await modelOf();
  const page = renderHtml({ ...model, brand: { ...model.brand, logoUrl: 'data:text/html,x' } }, footer);
  expect(page).not.toMatch(/<img src="(?!cid:chart)|data:/);
});

test.each([156, 12])(
  'stays under 100 KB at the worst: of %i listings, every text at its longest and all of it to be escaped',
  async (count) => {
    const long = '"'.repeat(5_000);
    const market = hostile(houston(), long);
    const active = market.active.slice(0, count).map((listing, i) => ({
      ...listing,
      disclaimer: `${i}${long}`,
      listPrice: 99_999_999.99,
    }));
    const model = await modelOf(
      { ...market, active },
      {
        request: {
          areaCities: times(9, () => long),
          brand: { name: long, color: null, logoUrl: `https://e.com/${'a'.repeat(1e5)}` },
        },
        result: { dropped: { duplicate: 1e6, other_city: 1e6, invalid: 1e6 } },
        sample: true,
      },
    );
    expect(Buffer.byteLength(renderHtml(model, { ...footer, postalAddress: long }))).toBeLessThan(100 * 1024);
  },
);

test('sample data is called so, real data is not', async () => {
  const sample = renderHtml(await modelOf(houston(), { sample: true }), footer);
  expect(visibleText(parse(sample)).match(/Sample data, not real listings/g)).toHaveLength(2); // preheader and banner
  expect(renderHtml(await modelOf(), footer)).not.toContain('Sample data');
});

test('carries what MLS rules ask for', async () => {
  const market = houston();
  const text = visibleText(
    parse(renderHtml(await modelOf({ ...market, active: [activeListing({ disclaimer: 'Own words.' })] }), footer)),
  );
  for (const words of [
    'Source: HAR MLS. Period: May\u00a03\u00a0– Jun\u00a01,\u00a02025. As of Jun\u00a02,\u00a02025, 9:01\u00a0AM\u00a0CDT.',
    'Information is deemed reliable but not guaranteed.',
    'Equal Housing Opportunity',
    'Listed by Bayou Realty',
    'Own words.',
    'Unsubscribe',
  ]) {
    expect(text).toContain(words);
  }
});

const nothing: Market = { active: [], pending: [], closed: [] };
const blank = {
  listPrice: null,
  originalListPrice: null,
  closePrice: null,
  listDate: null,
  daysOnMarket: null,
  livingArea: null,
  bedrooms: null,
  bathrooms: null,
  yearBuilt: null,
  streetAddress: null,
  officeName: null,
  listingId: '',
};
const zero = {
  listPrice: 0,
  originalListPrice: 0,
  closePrice: 0,
  daysOnMarket: 0,
  livingArea: 0,
  bedrooms: 0,
  bathrooms: 0,
};

test.each<[string, Market]>([
  ['nothing at all', nothing],
  ['only active', { ...nothing, active: [activeListing(zero)] }],
  [
    'every field null',
    { active: [activeListing(blank)], pending: [pendingListing(blank)], closed: [closedSale(blank)] },
  ],
  [
    'every number zero',
    {
      active: times(3, () => activeListing(zero)),
      pending: [pendingListing(zero)],
      closed: times(3, () => closedSale(zero)),
    },
  ],
])('%s prints dashes, never a word for nothing or $0', async (_case, market) => {
  const text = visibleText(parse(renderHtml(await modelOf(market), footer)));
  expect(text).not.toMatch(/\$0|NaN|null|undefined|None\b|N\/A|Infinity|\[object/);
  expect(text).toContain('–');
});

test('layout tables are presentational, images and columns fluid', async () => {
  const page = renderHtml(await modelOf(), footer);
  expect(page.match(/<table(?![^>]*role="presentation")/g)).toBeNull();
  expect(page).toContain('max-width:600px');
});

function visibleText(node: Node): string {
  if ('tagName' in node && ['style', 'title'].includes(node.tagName)) return '';
  if (node.nodeName === '#text' && 'value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(visibleText).join('') : '';
}
