// Holds docs/guarantees.md to the tests: each property stands in its table once, with every test file that has a test of
// it, and with no other. A test says what it holds at the end of its title: "… (D8, S5)".
// Usage: node scripts/check-guarantees.mjs [folder, default the current one]
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** How many properties there are of each kind. */
const COUNTS = { T: 16, R: 13, D: 14, L: 6, V: 13, M: 9, C: 6, S: 6 };
const KNOWN = Object.entries(COUNTS).flatMap(([kind, count]) =>
  Array.from({ length: count }, (_, i) => kind + (i + 1)),
);

const ROW = /^\| *([A-Z]\d+) *\| *(.*?) *\| *(.*?) *\|$/gm;
const LINK = /\]\(\.\.\/([^)]+)\)/g;
/** At the end of a string: only titles end so. */
const TAGS = / \(([A-Z]\d+(?:, [A-Z]\d+)*)\)(['"`])/g;

const root = process.argv[2] ?? '.';
const problems = [];

/** The test files of each row of the table. */
function tableOf(text) {
  const table = new Map();
  for (const [, id, statement, tests] of text.matchAll(ROW)) {
    if (!KNOWN.includes(id)) problems.push(`docs/guarantees.md: there is no property ${id}`);
    if (table.has(id)) problems.push(`docs/guarantees.md: ${id} stands there twice`);
    if (statement === '') problems.push(`docs/guarantees.md: ${id} says nothing`);
    table.set(id, new Set(Array.from(tests.matchAll(LINK), ([, file]) => file)));
  }
  for (const id of KNOWN) if (!table.has(id)) problems.push(`docs/guarantees.md: ${id} is missing`);
  return table;
}

/** The properties that the titles of each test file name. */
function tagsOf() {
  const files = readdirSync(join(root, 'test'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [relative(root, file), tagsIn(readFileSync(file, 'utf8'))]));
}

const tagsIn = (source) => new Set(Array.from(source.matchAll(TAGS), ([, ids]) => ids.split(', ')).flat());

/** A plant whose place has moved is found by nobody until somebody plants it: in half an hour, by hand. */
async function checkPlants(folder) {
  const modules = existsSync(folder) ? readdirSync(folder).map((file) => import(resolve(folder, file))) : [];
  const plants = (await Promise.all(modules)).flatMap((module) => Object.values(module).flat());
  for (const { property, file, find } of plants) {
    const times = existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8').split(find).length - 1 : 0;
    if (times !== 1) problems.push(`${file}: what a plant of ${property} replaces stands there ${times} times`);
  }
}

const table = tableOf(readFileSync(join(root, 'docs', 'guarantees.md'), 'utf8'));
const tags = tagsOf();
await checkPlants(join(root, 'scripts', 'plants'));

for (const [id, files] of table) {
  if (files.size === 0) problems.push(`docs/guarantees.md: ${id} names no test`);
  for (const file of files) {
    if (!existsSync(join(root, file))) problems.push(`docs/guarantees.md: ${id} names ${file}, which is not there`);
    else if (!tags.get(file)?.has(id)) problems.push(`${file}: no test names ${id}, though docs/guarantees.md says so`);
  }
}
for (const [file, ids] of tags) {
  for (const id of ids) {
    if (!KNOWN.includes(id)) problems.push(`${file}: there is no property ${id}`);
    else if (!table.get(id)?.has(file))
      problems.push(`docs/guarantees.md: ${id} leaves out ${file}, which has a test of it`);
  }
}

for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
