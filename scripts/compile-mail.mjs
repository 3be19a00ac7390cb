import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import mjml2html from 'mjml';

// Usage: node scripts/compile-mail.mjs [--check]
// Makes src/reports/mail/compiled.ts of the .mjml templates beside it, or fails where it is not what they give.

const folder = fileURLToPath(new URL('../src/reports/mail/', import.meta.url));
const target = `${folder}compiled.ts`;

const HEAD = `// Made by scripts/compile-mail.mjs from the .mjml files beside it. Change those, then run: npm run build
import { type Html, type HtmlValue, html } from '../html.ts';

type Slots<Name extends string> = Readonly<Record<Name, HtmlValue>>;
`;

async function compile() {
  const { html, errors } = await mjml2html(await readFile(`${folder}page.mjml`, 'utf8'), {
    actualPath: `${folder}page.mjml`,
    filePath: folder,
    ignoreIncludes: false,
    includePath: folder,
    // No web font is fetched by a mail program.
    fonts: {},
    validationLevel: 'soft',
  });
  // A slot stands where a colour will; everything else must be right.
  const wrong = errors.filter(({ message }) => !message.includes('{{'));
  if (wrong.length > 0) throw new Error(wrong.map(({ formattedMessage }) => formattedMessage).join('\n'));
  const [start, ...rest] = tidy(html).split(/<!--part:(\w+)-->/);
  const parts = Array.from({ length: rest.length / 2 }, (_, i) => [rest[2 * i], rest[2 * i + 1]]);
  return [HEAD, ...[['pageStart', start], ...parts].map(([name, markup]) => templateOf(name, markup))].join('\n');
}

/** Without the space between tags: a third of the bytes, and a page above 102 KB is clipped (D11). */
function tidy(html) {
  return html
    .replace(/<(?!!)[^<>]*>/g, (tag) => tag.replace(/\s+/g, ' ').replace(' >', '>'))
    .replace(/\s*\n\s*/g, '\n')
    .replace(/>\n</g, '><')
    .trim();
}

function templateOf(name, markup) {
  const slots = [...new Set([...markup.matchAll(/\{\{(\w+)\}\}/g)].map(([, slot]) => slot))];
  const literal = markup.replace(/[`\\$]/g, '\\$&').replace(/\{\{(\w+)\}\}/g, (_, slot) => `\${slots.${slot}}`);
  if (slots.length === 0) return `export const ${name} = html\`${literal}\`;\n`;
  const names = slots.map((slot) => `'${slot}'`).join(' | ');
  return `export const ${name} = (slots: Slots<${names}>): Html =>\n  html\`${literal}\`;\n`;
}

const compiled = await compile();
if (process.argv.includes('--check')) {
  if (compiled !== (await readFile(target, 'utf8'))) {
    console.error('src/reports/mail/compiled.ts is not what its templates give. Run: npm run build');
    process.exitCode = 1;
  }
} else await writeFile(target, compiled);
