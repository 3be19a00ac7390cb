// Holds the sources to the design: imports go one way between rooms, no cycle, no file above 300 lines.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

const MOST_LINES = 300;

/** A room may import rooms of lower levels, and of its own level only what EXCEPTIONS names. */
const LEVELS = [
  ['core'],
  ['db'],
  ['accounts', 'cache', 'insights', 'listings', 'market'],
  ['history'],
  ['delivery', 'reports', 'runs', 'scheduling'],
  ['pipeline'],
  ['ops', 'qa'],
  ['app'],
  ['commands'],
  ['cli.ts'],
  ['main.ts'],
];

const EXCEPTIONS = new Map([
  ['insights', /^(cache|market)\//],
  // Statistics are pure functions of listings: they know the type and nothing of feeds' workings.
  ['market', /^listings\/(listing|feed)\.ts$/],
]);

const level = new Map(LEVELS.flatMap((rooms, i) => rooms.map((room) => [room, i])));
const roomOf = (file) => file.split('/')[0];
const problems = [];

const files = readdirSync('src', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => relative('src', join(entry.parentPath, entry.name)));

const imports = new Map(files.map((file) => [file, importsOf(file)]));

function importsOf(file) {
  const source = readFileSync(join('src', file), 'utf8');
  const targets = [...source.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, path]) =>
    normalize(join(dirname(file), path)),
  );
  return [...new Set(targets)];
}

for (const [file, targets] of imports) {
  const room = roomOf(file);
  if (!level.has(room)) problems.push(`src/${file}: the design knows no room "${room}"`);
  for (const target of targets) {
    const other = roomOf(target);
    if (other === room || level.get(other) < level.get(room)) continue;
    if (!EXCEPTIONS.get(room)?.test(target))
      problems.push(`src/${file} imports ${target}, against the design's arrows`);
  }
}

for (const folder of ['src', 'test', 'scripts']) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !/\.(ts|mjs)$/.test(entry.name) || path.includes('node_modules')) continue;
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n').length;
    if (lines > MOST_LINES) problems.push(`${path} has ${lines} lines; ${MOST_LINES} are allowed`);
  }
}

const state = new Map();
function findCycle(file, path) {
  if (state.get(file) === 'done') return;
  if (state.get(file) === 'open') {
    problems.push(`import cycle: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`);
    return;
  }
  state.set(file, 'open');
  for (const target of imports.get(file) ?? []) findCycle(target, [...path, file]);
  state.set(file, 'done');
}
for (const file of files) findCycle(file, []);

for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
