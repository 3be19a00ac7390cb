import fc from 'fast-check';
import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { expect, test } from 'vitest';
import type { ReportModel } from '../../src/reports/model.ts';
import { renderPdf } from '../../src/reports/pdf/render-pdf.ts';
import { renderMessage } from '../../src/reports/render-message.ts';
import { reportTypes } from '../../src/reports/types/report-types.ts';
import { footer, houston, modelOf } from './examples.ts';

type Node = DefaultTreeAdapterMap['node'];

const VECTORS = [
  `"><script>alert(1)</script>`,
  `' onerror='alert(1)' x='`,
  `<img src=x onerror=alert(1)>`,
  `</title></style></head><body onload=alert(1)>`,
  `--><!--><svg/onload=alert(1)>`,
  `<![endif]--><a href="https://evil.example">x</a><!--[if mso]>`,
  'javascript:alert(1)',
  `}</style><style>*{display:none}`,
  '{{accentOnDark}} {title} &lt;b&gt; `',
];

/** Not texts: decided by the program, or checked where a brand is made and where a stored model is read. */
const CHECKED = new Set([
  'color',
  'onColor',
  'accent',
  'accentOnDark',
  'layout',
  'mark',
  'unit',
  'writer',
  'reportType',
]);

/** The model with every text of it replaced. */
function filledWith(model: ReportModel, text: string): ReportModel {
  const fill = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return CHECKED.has(key) ? value : text;
    if (Array.isArray(value)) return value.map((item) => fill(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fill(item, name)]));
  };
  return fill(model) as ReportModel;
}

/** Tags with their attributes' names, comments included, in document order: what an injection would change. */
function skeleton(node: Node): string[] {
  const own = 'tagName' in node ? [`${node.tagName}[${node.attrs.map(({ name }) => name).join(' ')}]`] : [];
  const comment = node.nodeName === '#comment' ? ['#comment'] : [];
  return [...own, ...comment, ...('childNodes' in node ? node.childNodes.flatMap(skeleton) : [])];
}

function links(node: Node): string[] {
  const own = 'attrs' in node ? node.attrs.filter(({ name }) => ['href', 'src'].includes(name)) : [];
  return [...own.map(({ value }) => value), ...('childNodes' in node ? node.childNodes.flatMap(links) : [])];
}

const pageOf = (model: ReportModel, text: string) =>
  parse(renderMessage(filledWith(model, text), { ...footer, postalAddress: text }).html);

test.each([...reportTypes.keys()])(
  '%s: no text in any field becomes a tag, an attribute or a link (S1)',
  async (type) => {
    const model = await modelOf(houston(), { request: { reportType: type } });
    const harmless = skeleton(pageOf(model, 'plain words'));
    for (const vector of VECTORS) {
      const page = pageOf(model, vector);
      expect(skeleton(page), vector).toEqual(harmless);
      for (const link of links(page)) expect(link, vector).toMatch(/^(cid:|https:\/\/reports\.example\.com\/)/);
    }
  },
);

const MARKUP = fc.constantFrom(
  ...VECTORS,
  '<',
  '>',
  '"',
  "'",
  '`',
  '&',
  '&#x3c;',
  '&lt',
  '-->',
  '<!--',
  ']]>',
  '{{',
  '}}',
  '/',
  '=',
  'x',
);

test('whatever markup the texts are made of, the page keeps its tags and links (S1)', async () => {
  const model = await modelOf();
  const harmless = skeleton(pageOf(model, 'plain words'));
  fc.assert(
    fc.property(fc.array(fc.oneof(MARKUP, fc.string({ maxLength: 4 })), { minLength: 1, maxLength: 8 }), (parts) => {
      const page = pageOf(model, `x${parts.join('')}`);
      expect(skeleton(page)).toEqual(harmless);
      for (const link of links(page)) expect(link).toMatch(/^(cid:|https:\/\/reports\.example\.com\/)/);
    }),
    { numRuns: 40 },
  );
});

test.each([...reportTypes.keys()])(
  '%s: any text in any field makes a PDF, without a link or script in it (S1)',
  async (type) => {
    const model = await modelOf(houston(), { request: { reportType: type } });
    const typstToo = [...VECTORS, '#panic("x") $x^2$ #link("https://evil.example")[x] @ref <label> *b* \\ "'];
    const pdf = await renderPdf(filledWith(model, typstToo.join(' ')));
    expect(pdf.toString('latin1')).not.toMatch(/\/URI\b|\/JavaScript|\/Launch/);
  },
);
