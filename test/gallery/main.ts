import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { withInlineImages } from '../../src/core/inline-images.ts';
import { AUDIENCES } from '../../src/listings/filters/audiences.ts';
import { reportAttachments, reportPhotos } from '../../src/reports/attachments.ts';
import { renderPdf } from '../../src/reports/pdf/render-pdf.ts';
import { renderMessage } from '../../src/reports/render-message.ts';
import { reportTypes } from '../../src/reports/types/report-types.ts';
import { footer, type Market, modelOf } from '../reports/examples.ts';
import { gridOf, SCREENS } from '../reports/screens.ts';
import { hasChromium, picture } from '../support/chromium.ts';
import { historyOf } from './history.ts';
import { MARKETS } from './markets.ts';

// Usage: npm run gallery -- [--out gallery] [--only <part of a name>] [--pictures]. Every type × audience × market
// state as HTML and PDF with an index page; --pictures adds PNGs of phone and desktop in light and dark. --screens writes
// what test/reports/screens.test.ts compares with instead: look at the pictures first.

interface Entry {
  readonly name: string;
  readonly title: string;
  readonly pictures: boolean;
}

async function exhibit(name: string, market: Market, request: { reportType: string; audience: string }, out: string) {
  const model = await modelOf(market, { request, history: historyOf(market) });
  const { html } = renderMessage(model, footer, { pdf: true });
  const page = withInlineImages(html, await reportAttachments(model, { pdf: false }));
  await writeFile(join(out, `${name}.html`), page);
  await writeFile(join(out, `${name}.pdf`), await renderPdf(model, await reportPhotos(model)));
  return { page, title: model.subject };
}

function indexPage(entries: readonly Entry[]): string {
  const rows = entries.map(({ name, title, pictures }) => {
    const shots = pictures
      ? ['light', 'dark'].map((look) => ` · <a href="${name}.${look}.png">${look}</a>`).join('')
      : '';
    const words = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    return `<tr><td>${name}<td>${words}<td><a href="${name}.html">e-mail</a> · <a href="${name}.pdf">PDF</a>${shots}`;
  });
  return `<!doctype html><meta charset="utf-8"><title>Reports</title><table>${rows.join('\n')}</table>`;
}

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'gallery' },
    only: { type: 'string', default: '' },
    pictures: { type: 'boolean', default: false },
    screens: { type: 'boolean', default: false },
  },
});
if (values.screens) {
  const grids: Record<string, string[]> = {};
  for (const screen of SCREENS) grids[screen.name] = await gridOf(screen);
  await writeFile(new URL('../reports/screens.json', import.meta.url), `${JSON.stringify(grids, null, 2)}\n`);
  process.exit();
}
await mkdir(values.out, { recursive: true });
const entries: Entry[] = [];
for (const reportType of reportTypes.keys()) {
  for (const audience of Object.keys(AUDIENCES)) {
    for (const [state, market] of Object.entries(MARKETS)) {
      const name = `${reportType}-${audience}-${state}`;
      if (!name.includes(values.only)) continue;
      const { page, title } = await exhibit(name, market, { reportType, audience }, values.out);
      const pictures = values.pictures && hasChromium;
      for (const look of pictures ? ['light', 'dark'] : []) {
        const file = join(values.out, `${name}.${look}.png`);
        await picture(page, file, { widths: [360, 640], height: 4_200, dark: look === 'dark' });
      }
      entries.push({ name, title, pictures });
    }
  }
}
await writeFile(join(values.out, 'index.html'), indexPage(entries));
process.stdout.write(`wrote ${entries.length} reports to ${join(values.out, 'index.html')}\n`);
