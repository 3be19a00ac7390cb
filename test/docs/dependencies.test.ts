import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const IMPORTED = /(?:from|import\()\s*'((?:@[^/']+\/)?[^./'][^/']*)/g;

/** The packages that the sources name, and those that are installed with the program. */
async function namedPackages(): Promise<string[]> {
  const files = (await readdir('src', { recursive: true })).filter((file) => file.endsWith('.ts'));
  const sources = await Promise.all(files.map((file) => readFile(`src/${file}`, 'utf8')));
  const imported = sources.flatMap((source) => Array.from(source.matchAll(IMPORTED), ([, name = '']) => name));
  const { dependencies, optionalDependencies } = JSON.parse(await readFile('package.json', 'utf8'));
  const installed = Object.keys({ ...dependencies, ...optionalDependencies });
  const packages = imported.filter((name) => /^[@a-z0-9/_-]+$/.test(name));
  return [...new Set([...packages, ...installed])].sort();
}

test('the dependencies of docs/security.md are those of the sources, with their licences', async () => {
  const table = Array.from(
    (await readFile('docs/security.md', 'utf8')).matchAll(/^\| `([^`]+)` +\| ([^|]+?) +\|/gm),
    ([, name = '', licence = '']) => [name, licence],
  );
  const named = await namedPackages();
  const licences = await Promise.all(
    named.map(async (name) => JSON.parse(await readFile(`node_modules/${name}/package.json`, 'utf8')).license),
  );
  expect(table).toEqual(named.map((name, i) => [name, licences[i]]));
});
