import { createRequire } from 'node:module';
import { linesOf, type Page, type PageTable } from './page.ts';

const require = createRequire(import.meta.url);

interface Numbers {
  readonly pageNumber: number;
  readonly totalPages: number;
}

export type PagePrinter = (page: Page, charts: readonly Buffer[]) => Promise<Buffer>;

/** Lays the page out with react-pdf in the same font. It takes no SVG text: its charts are PNGs that were drawn before. */
export async function openReactPdf(): Promise<PagePrinter> {
  const { Document, Font, Image, Page: Sheet, renderToBuffer, Text, View } = await import('@react-pdf/renderer');
  const { createElement } = await import('react');
  const src = require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf');
  Font.register({ family: 'Inter', src });
  const text = (words: string, style: object = {}) => createElement(Text, { style }, words);
  const row = (cells: readonly string[]) =>
    createElement(
      View,
      { style: { flexDirection: 'row', borderBottom: '0.5pt solid #d5dce4', padding: 3 }, wrap: false },
      ...cells.map((cell) => createElement(View, { style: { flex: 1 } }, text(cell))),
    );
  const table = ({ heading, head, rows }: PageTable) =>
    createElement(View, null, text(heading, { fontSize: 12 }), row(head), ...rows.map(row));
  return ({ data, tables }, charts) =>
    renderToBuffer(
      createElement(
        Document,
        { title: data.documentTitle, language: 'en-US' },
        createElement(
          Sheet,
          { size: 'LETTER', style: { fontFamily: 'Inter', fontSize: 9.5, padding: 58 } },
          createElement(Text, {
            style: { fontSize: 8 },
            fixed: true,
            render: ({ pageNumber, totalPages }: Numbers) =>
              `${data.brand.name} · ${data.title} · ${data.sourceLine} Page ${pageNumber} of ${totalPages}`,
          }),
          text(data.area, { fontSize: 22 }),
          text(data.headline),
          ...data.prominent.map(({ label, text: value, basis, changes }) =>
            text([label, value, ...linesOf(changes), basis].join('\n')),
          ),
          text(data.narrative ?? ''),
          ...charts.map((content) => createElement(Image, { src: content, style: { width: '100%' } })),
          ...tables.map(table),
          ...[
            ...data.exclusions,
            ...data.definitions.map(({ term, text: words }) => `${term}. ${words}`),
            ...data.sources,
          ].map((words) => text(words, { fontSize: 8 })),
        ),
      ),
    );
}
