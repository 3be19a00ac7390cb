import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, test } from 'vitest';

/** `describe` for tests of a program of the system: without it they are skipped by name, or fail where none may be. */
export function describeWith(program: string, name: string, tests: () => void): void {
  if (onPath(program)) describe(name, tests);
  else if (process.env.REQUIRE_ALL_TESTS === '1') {
    test(`${name}: needs ${program}`, () => {
      throw new Error(`There is no ${program} on PATH, and REQUIRE_ALL_TESTS=1 allows no skip.`);
    });
  } else describe.skip(`${name} [SKIPPED: no ${program}]`, tests);
}

function onPath(program: string): boolean {
  // logrotate and alike stand where only root's PATH leads.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
