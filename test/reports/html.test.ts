import fc from 'fast-check';
import { type DefaultTreeAdapterMap, parseFragment } from 'parse5';
import { expect, test } from 'vitest';
import { html } from '../../src/reports/html.ts';

test('whatever is put in comes out as text and as one attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }).map(withoutNewlinesAndNuls), (value) => {
      const fragment = parseFragment(html`<p title="${value}">${value}</p>`.toString());
      const [p] = fragment.childNodes;
      if (fragment.childNodes.length !== 1 || !isElement(p)) throw new Error('more than one element');
      expect(p.attrs).toEqual([{ name: 'title', value }]);
      expect(p.childNodes.map((node) => ('value' in node ? node.value : node.nodeName)).join('')).toBe(value);
    }),
    { numRuns: 1_000 },
  );
});

test('only what the template made itself passes as markup', () => {
  const bold = html`<b>${'<i>'}</b>`;
  expect(html`${bold}${[bold, bold]}`.toString()).toBe('<b>&lt;i&gt;</b>'.repeat(3));
  expect(html`${bold.toString()}`.toString()).toBe('&lt;b&gt;&amp;lt;i&amp;gt;&lt;/b&gt;');
});

test('an attribute cannot be left by any kind of quote', () => {
  expect(html`<a x="${`"'\``}">`.toString()).toBe('<a x="&#34;&#39;&#96;">');
});

test('a number that is none prints a dash', () => {
  expect(html`${Number.NaN} ${3}`.toString()).toBe('– 3');
});

type Node = DefaultTreeAdapterMap['node'];
function isElement(node: Node | undefined): node is DefaultTreeAdapterMap['element'] {
  return node !== undefined && 'attrs' in node;
}

/** HTML parsers normalise these by themselves; the model holds neither. */
function withoutNewlinesAndNuls(text: string): string {
  return text.replace(/[\r\n\0\p{Cs}]/gu, '');
}
