import { readdir, readFile } from 'node:fs/promises';

/**
 * What is shown and not run here, and why. Everything else that stands in an `sh` block is run, page by page. What is "tried
 * from nothing" is run as it stands, in a machine of its own, by scripts/try-install.
 */
export const NOT_RUN: readonly (readonly [RegExp, string])[] = [
  [/^npm ci\b|^npm run (lint|verify)/, 'installs and tests this very clone'],
  [/^scripts\/try-install/, 'takes half an hour, and root'],
  [/^DATABASE_URL=embedded /, 'starts a second database: test/db/embedded.test.ts'],
  [/^printf %s "\$token"/, 'needs a delivered link: test/commands/unsubscribe-round-trip.test.ts'],
  [/^sudo apt-get /, 'installs packages of the system: tried from nothing'],
  [/^sudo npm install --global /, 'asks the registry: npm run try-nodes; tried from nothing'],
  [/^sudoedit /, 'opens an editor: tried from nothing'],
  [/^sudo --login /, 'opens a shell, in which the lines below it are given: tried from nothing'],
  [/^sudo -u postgres /, 'is for an administrator of PostgreSQL: tried from nothing'],
  [
    /^export (OWNER|DATABASE)_URL=|^unset DATABASE_URL/,
    'names a server of its own; here DATABASE_URL names the test’s',
  ],
  [/^(psql|pg_dump|pg_restore) /, 'needs PostgreSQL’s own programs, as new as the server: tried from nothing'],
];

export const pages = ['README.md', ...(await readdir('docs')).map((name) => `docs/${name}`)];

/** The commands of a page's `sh` blocks, one an element, continued lines joined. */
function commandsOf(page: string): string[] {
  const blocks = Array.from(page.matchAll(/^```sh\n(.*?)^```$/gms), ([, block = '']) => block);
  const lines = blocks.join('').replaceAll(/\\\n/g, ' ').split('\n');
  return lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

export const reasonNotToRun = (command: string) => NOT_RUN.find(([pattern]) => pattern.test(command))?.[1];

/** Each page with its commands. */
export const shown = await Promise.all(
  pages.map(async (page) => [page, commandsOf(await readFile(page, 'utf8'))] as const),
);
