// Prints the commands that a page shows below a heading, as they stand there.
// Usage: node guide.mjs <page> <heading> [language, default sh] [which block, default all]
import { readFileSync } from 'node:fs';

const [page, heading, language = 'sh', which] = process.argv.slice(2);
const sections = readFileSync(page, 'utf8').split(/^#+ /m);
const section = sections.find((text) => text.startsWith(`${heading}\n`));
const pattern = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms');
const blocks = Array.from(section?.matchAll(pattern) ?? [], ([, block]) => block);
const wanted = which === undefined ? blocks : blocks.slice(Number(which) - 1, Number(which));
if (wanted.length === 0) throw new Error(`${page} shows no ${language} ${which ?? ''} below "${heading}"`);
process.stdout.write(wanted.join(''));
