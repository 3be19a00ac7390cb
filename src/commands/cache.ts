import { Command } from 'commander';
import { withApp } from '../app/app.ts';
import { type Cache, DEFAULT_TTL_SECONDS } from '../cache/cache.ts';
import { NAMESPACES, type Namespace, parseNamespace } from '../cache/namespaces.ts';
import { usageError } from '../core/errors.ts';
import { EXIT, type ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { parseInteger, printJson, printLine, printTable } from './support.ts';

const EXAMPLES = `
The cache is Redis where REDIS_URL is set, and a table of the database
otherwise. Namespaces: ${NAMESPACES.join(', ')}.

Examples:
  $ reportctl cache stats
  $ reportctl cache flush --namespace ai_insights --dry-run
  $ reportctl cache set greeting '"hello"' --ttl 60`;

const A_YEAR_SECONDS = 31_536_000;

export function define(io: Io, exit: (code: ExitCode) => void): Command {
  const cache = new Command('cache')
    .description('Reads, changes and flushes the cache.')
    .addHelpText('after', EXAMPLES);
  cache
    .command('get')
    .description('print an entry as JSON; exit 1 when there is none')
    .argument('<key>')
    .action(async (key: string) => {
      const value = await withCache(io, (open) => open.get(key));
      if (value === null) exit(EXIT.workFailed);
      else printJson(io, value);
    });
  cache
    .command('set')
    .description('store a JSON value')
    .argument('<key>')
    .argument('<json>')
    .option('--ttl <seconds>', 'how long it lives', parseInteger(1, A_YEAR_SECONDS), DEFAULT_TTL_SECONDS)
    .action(async (key: string, json: string, options: { ttl: number }) => {
      const stored = await withCache(io, (open) => open.set(key, parseJson(json), options.ttl));
      if (!stored) exit(EXIT.workFailed);
      printLine(io, stored ? 'stored' : 'not stored: the cache took no value of this kind or size');
    });
  cache
    .command('delete')
    .description('remove an entry; exit 1 when there is none')
    .argument('<key>')
    .action(async (key: string) => {
      const deleted = await withCache(io, (open) => open.delete(key));
      if (!deleted) exit(EXIT.workFailed);
      printLine(io, deleted ? 'deleted' : 'there is no such entry');
    });
  defineFlush(cache, io);
  defineStats(cache, io);
  return cache;
}

function defineFlush(cache: Command, io: Io): void {
  cache
    .command('flush')
    .description("remove all of reportctl's entries, or those of one namespace")
    .option('--namespace <name>', `one of ${NAMESPACES.join(', ')}`)
    .option('--dry-run', 'count them only')
    .action(async (options: { namespace?: string; dryRun?: boolean }) => {
      const namespace: Namespace | undefined =
        options.namespace === undefined ? undefined : parseNamespace(options.namespace);
      const dryRun = options.dryRun ?? false;
      const count = await withCache(io, (open) => open.flush(namespace, { dryRun }));
      printLine(io, `${dryRun ? 'would flush' : 'flushed'} ${count} ${count === 1 ? 'entry' : 'entries'}`);
    });
}

function defineStats(cache: Command, io: Io): void {
  cache
    .command('stats')
    .description('count entries and bytes')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const stats = await withCache(io, (open) => open.stats());
      if (options.json) return printJson(io, stats);
      printLine(io, `${stats.entries} entries, ${stats.bytes} bytes, in ${stats.backend}`);
      printTable(
        io,
        ['NAMESPACE', 'ENTRIES'],
        Object.entries(stats.namespaces).map(([name, count]) => [name, String(count)]),
      );
    });
  cache
    .command('list')
    .description('list keys with their size and remaining life')
    .option('--pattern <glob>', '* stands for any text, ? for one character')
    .option('--json', 'print JSON')
    .action(async (options: { pattern?: string; json?: boolean }) => {
      const entries = await withCache(io, (open) => open.list(options.pattern));
      if (options.json) return printJson(io, entries);
      printTable(
        io,
        // The key comes last: longer than most terminals are wide, and it may then run over whole.
        ['BYTES', 'SECONDS LEFT', 'KEY'],
        entries.map(({ key, bytes, ttlSeconds }) => [String(bytes ?? '–'), String(ttlSeconds ?? '–'), key]),
      );
    });
}

const withCache = <T>(io: Io, work: (cache: Cache) => Promise<T>): Promise<T> =>
  withApp(io, { needsCache: true }, async (app) => work(await app.cache()));

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw usageError('The value is not JSON. Quote text twice, as in: cache set greeting \'"hello"\'', 'bad_json');
  }
}
