import { type DefaultTreeAdapterMap, parse } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];

/** What a reader sees of a page, with alt texts, in document order. */
export const visibleText = (page: string): string => textOf(parse(page)).replace(/\s+/g, ' ');

function textOf(node: Node): string {
  if ('tagName' in node) {
    if (['style', 'title'].includes(node.tagName)) return '';
    if (node.tagName === 'img') return ` ${node.attrs.find(({ name }) => name === 'alt')?.value ?? ''} `;
  }
  if (node.nodeName === '#text' && 'value' in node) return node.value;
  return 'childNodes' in node ? ` ${node.childNodes.map(textOf).join('')} ` : '';
}
