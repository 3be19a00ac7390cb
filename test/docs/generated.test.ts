import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { generatedFiles } from '../../scripts/docs/generated.ts';
import { EXIT_CODES } from '../../scripts/docs/settings.ts';
import { EXIT } from '../../src/core/exit-codes.ts';

test.each(Object.entries(await generatedFiles()))('%s is what `npm run docs` makes', async (file, content) => {
  expect(await readFile(file, 'utf8')).toBe(content);
});

test('every exit code is told', () => {
  expect(EXIT_CODES.map(([code]) => code)).toEqual(Object.values(EXIT));
});

/** What bash offers behind these words, the last of which is being typed. */
async function offered(...words: string[]): Promise<string[]> {
  const script = `source deploy/completion.bash
    COMP_WORDS=(reportctl "$@"); COMP_CWORD=$#; _reportctl; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await promisify(execFile)('bash', ['-c', script, 'bash', ...words]);
  return stdout.trim().split('\n');
}

test.each([
  { typed: ['qa'], words: ['qa-deliver'] },
  { typed: ['schedules', 'pa'], words: ['pause'] },
  { typed: ['schedules', 'add', '--cad'], words: ['--cadence'] },
  { typed: ['--debug', 'db', 'mi'], words: ['migrate'] },
  { typed: ['generate', '--audience', 'lux'], words: ['luxury'] },
  { typed: ['tick', '--log-level', 'w'], words: ['warn'] },
])('bash completes $typed', async ({ typed, words }) => {
  expect(await offered(...typed)).toEqual(words);
});
