import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { reasonNotToRun, shown } from './shown.ts';

// scripts/try-install is run by hand: what others leave to it has to stay what it does.
test('what is said to be tried from nothing is below a heading that the trial follows', async () => {
  const trial = await Promise.all(
    ['install', 'change'].map((name) => readFile(`scripts/install-trial/${name}.sh`, 'utf8')),
  );
  const code = trial.join('').replaceAll(/^ *#.*$/gm, '');
  const followed = code.matchAll(/\bguide ([a-z-]+) (?:'([^']+)'|(\w+))/g);
  const sections = new Set(Array.from(followed, ([, page, quoted, word]) => `docs/${page}.md\n${quoted ?? word}`));
  const outputs = [...sections].map((section) =>
    promisify(execFile)(process.execPath, ['scripts/install-trial/guide.mjs', ...section.split('\n')]),
  );
  const tried = (await Promise.all(outputs)).map(({ stdout }) => stdout).join('');
  const claimed = shown.flatMap(([, commands]) =>
    commands.filter((command) => reasonNotToRun(command)?.endsWith('tried from nothing')),
  );
  expect(claimed.length).toBeGreaterThan(10);
  for (const command of claimed) expect(tried).toContain(command);
});
