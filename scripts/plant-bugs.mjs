// Plants known bugs one by one in a copy of the working tree and runs the test that is to find each. By hand:
//   npm run plant [-- T5 S1 …]   these properties, default all
//   npm run plant -- --record …  and writes what it saw to docs/planted-bugs.md
// The sources themselves are never touched. All of it takes half an hour on an idle machine of two cores.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { DELIVERY_AND_LIMITS } from './plants/delivery-and-limits.mjs';
import { MARKET_AND_SECURITY } from './plants/market-and-security.mjs';
import { SCHEDULES_AND_RUNS } from './plants/schedules-and-runs.mjs';

/** Each: in `file`, `find` (which stands there once) becomes `replace`; the tests of `property` in `test` must fail. */
const PLANTS = [...SCHEDULES_AND_RUNS, ...DELIVERY_AND_LIMITS, ...MARKET_AND_SECURITY];

/** What git knows or would take, with the packages linked: what is installed is not changed by a plant. */
function copyTree() {
  const folder = mkdtempSync(join(tmpdir(), 'reportctl-plants-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  });
  for (const file of listed.split('\0').filter(Boolean)) cpSync(file, join(folder, file), { force: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** The titles of the tests that failed; a file that could not even be loaded is no test that found the bug. */
function failedTests(folder, bugs) {
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const files = new Set(bugs.map(({ test }) => test));
  const named = `\\b(?:${bugs.map(({ property }) => property).join('|')})\\b`;
  const args = ['vitest', 'run', ...files, '-t', named, '--reporter=json', `--outputFile=${report}`];
  const { stderr } = spawnSync('npx', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  let results;
  try {
    results = JSON.parse(readFileSync(report, 'utf8')).testResults;
  } catch (error) {
    throw new Error(`${named}: the tests did not run: ${stderr}`, { cause: error });
  }
  return results.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map(({ title }) => title),
  );
}

function plant(folder, bug) {
  const { property, file, find, replace } = bug;
  const path = join(folder, file);
  const source = readFileSync(path, 'utf8');
  const times = source.split(find).length - 1;
  if (times !== 1) throw new Error(`${property}: what is to be replaced stands ${times} times in ${file}`);
  writeFileSync(
    path,
    source.replace(find, () => replace),
  );
  try {
    return failedTests(folder, [bug]);
  } finally {
    writeFileSync(path, source);
  }
}

const HEAD = `# Planted bugs

A test counts when it has been seen to fail. Each of these bugs was planted in a copy of the sources, and the tests of its
[property](guarantees.md#each-property-and-its-tests) in the file named were run: all of them went red. Written by
\`npm run plant -- --record\`, from \`scripts/plants/\`.

| property | planted bug | in | went red |
| --- | --- | --- | --- |
`;

const PAGE = join('docs', 'planted-bugs.md');

function rowOf({ property, planted, file, test, failed }) {
  const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '\\<');
  const [first, ...more] = failed;
  const titles = more.length > 0 ? `${first}; ${more.length} more` : first;
  return `| ${property} | ${cell(planted)} | \`${file}\` | [${cell(titles)}](../${test}) |`;
}

/** The rows of properties that were not asked for stay as they are. */
function record(seen) {
  const before = existsSync(PAGE) ? readFileSync(PAGE, 'utf8').split('\n') : [];
  const rows = PLANTS.flatMap(({ property }) => {
    const found = seen.find((bug) => bug.property === property);
    return found ? [rowOf(found)] : before.filter((line) => line.startsWith(`| ${property} `));
  });
  writeFileSync(PAGE, `${HEAD}${rows.join('\n')}\n`);
  execFileSync('npx', ['biome', 'format', '--write', PAGE], { stdio: 'ignore' });
}

process.chdir(dirname(import.meta.dirname));
const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const bugs = PLANTS.filter(({ property }) => asked.length === 0 || asked.includes(property));
const folder = copyTree();
const seen = [];
try {
  const broken = failedTests(folder, bugs);
  if (broken.length > 0) throw new Error(`these fail without any bug planted: ${broken.join('; ')}`);
  for (const bug of bugs) {
    const failed = plant(folder, bug);
    console.log(`${failed.length > 0 ? 'red  ' : 'GREEN'} ${bug.property}: ${bug.planted}`);
    for (const title of failed) console.log(`        ${title}`);
    seen.push({ ...bug, failed });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const unseen = seen.filter(({ failed }) => failed.length === 0).map(({ property }) => property);
console.log(`${seen.length - unseen.length} of ${seen.length} bugs were found`);
if (unseen.length > 0) console.error(`not found: ${unseen.join(', ')}`);
else if (process.argv.includes('--record')) record(seen);
process.exitCode = unseen.length > 0 ? 1 : 0;
