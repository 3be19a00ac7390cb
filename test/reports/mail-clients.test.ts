import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { expect, test } from 'vitest';
import { renderHtml } from '../../src/reports/render-html.ts';
import { reportTypes } from '../../src/reports/types/report-types.ts';
import { contentWidths, testInBrowser } from '../support/chromium.ts';
import { footer, houston, modelOf } from './examples.ts';

type Node = DefaultTreeAdapterMap['node'];

const TYPES = [...reportTypes.keys()];
const pageOf = async (reportType: string) => renderHtml(await modelOf(houston(), { request: { reportType } }), footer);

// caniemail.com, July 2025: shown alike by Gmail, Outlook, Apple Mail and Yahoo, or ignored without harm (radius, overflow).
const TAGS = new Set('html head meta title style body div table tbody tr td th h1 h2 h3 p strong a img br'.split(' '));
const PROPERTIES = new Set(
  (
    'background background-color border border-radius border-top color direction display font-family font-size ' +
    'font-weight height line-height margin max-height max-width opacity overflow padding padding-bottom padding-top text-align ' +
    'text-decoration vertical-align white-space width word-break word-spacing'
  ).split(' '),
);

function elements(node: Node): DefaultTreeAdapterMap['element'][] {
  const own = 'tagName' in node ? [node] : [];
  return [...own, ...('childNodes' in node ? node.childNodes.flatMap(elements) : [])];
}

test.each(TYPES)('%s uses only tags and styles that mail programs know', async (reportType) => {
  for (const { tagName, attrs } of elements(parse(await pageOf(reportType)))) {
    expect(TAGS).toContain(tagName);
    const css = attrs.find(({ name }) => name === 'style')?.value ?? '';
    for (const rule of css.split(';').filter(Boolean)) expect(PROPERTIES).toContain(rule.split(':')[0]?.trim());
  }
});

test.each(TYPES)('%s is valid HTML: a parser finds nothing to mend', async (reportType) => {
  const problems: string[] = [];
  parse(await pageOf(reportType), { onParseError: ({ code, startLine }) => problems.push(`${code} in ${startLine}`) });
  expect(problems).toEqual([]);
});

test.each(TYPES)('%s: every picture has its size and an alt text', async (reportType) => {
  for (const { attrs } of elements(parse(await pageOf(reportType))).filter(({ tagName }) => tagName === 'img')) {
    expect(attrs.map(({ name }) => name)).toEqual(expect.arrayContaining(['alt', 'width', 'height']));
  }
});

testInBrowser.each(TYPES)('%s fits a phone and a desk: nothing is wider than 360 or 600 px', async (reportType) => {
  expect(await contentWidths(await pageOf(reportType), [360, 600])).toEqual([360, 600]);
});
