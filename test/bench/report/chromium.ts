import { chromium } from 'playwright-core';
import { linesOf, type Page } from './page.ts';

export interface Printer {
  print(page: Page): Promise<Buffer>;
  close(): Promise<void>;
}

/** A browser that is running already and prints one page after the other: its start of a second is not counted. */
export async function openChromium(executablePath: string): Promise<Printer> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const tab = await browser.newPage();
  return {
    print: async (page) => {
      await tab.setContent(htmlOf(page), { waitUntil: 'load' });
      return tab.pdf({
        format: 'Letter',
        tagged: true,
        displayHeaderFooter: true,
        headerTemplate: mark(`${page.data.brand.name} <span style="float:right">${page.data.title}</span>`),
        footerTemplate: mark(
          `${page.data.sourceLine} <span style="float:right">Page <b class="pageNumber"></b> of <b class="totalPages"></b></span>`,
        ),
        margin: { top: '0.9in', bottom: '0.75in', left: '0.8in', right: '0.8in' },
      });
    },
    close: () => browser.close(),
  };
}

const mark = (content: string): string => `<div style="width:100%;margin:0 0.8in;font:8px sans-serif">${content}</div>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>');

function htmlOf({ data, tables }: Page): string {
  const figures = data.prominent.map(
    ({ label, text, basis, changes }) =>
      `<p>${[label, text, ...linesOf(changes), basis].map(escaped).join('<br>')}</p>`,
  );
  const charts = data.charts.map(({ title, svg, basis }) => `<h2>${escaped(title)}</h2>${svg}<p>${escaped(basis)}</p>`);
  const grids = tables.map(({ heading, head, rows }) => {
    const cells = (tag: string, row: readonly string[]) =>
      row.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join('');
    return `<h2>${escaped(heading)}</h2><table><thead><tr>${cells('th', head)}</tr></thead>${rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('')}</table>`;
  });
  const small = [...data.exclusions, ...data.definitions.map(({ term, text }) => `${term}. ${text}`), ...data.sources];
  return `<!doctype html><html lang="en"><title>${escaped(data.documentTitle)}</title>
<style>body{font:9.5pt sans-serif}table{width:100%;border-collapse:collapse}td{border-bottom:1px solid #d5dce4;padding:4px}svg{width:100%;height:auto}</style>
<h1>${escaped(data.area)}</h1><p>${escaped(data.headline)}</p>${figures.join('')}<p>${escaped(data.narrative ?? '')}</p>
${charts.join('')}${grids.join('')}${small.map((text) => `<p>${escaped(text)}</p>`).join('')}</html>`;
}
