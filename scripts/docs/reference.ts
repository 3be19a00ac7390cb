import type { Page } from './help.ts';
import { EXIT_CODES, settingLines } from './settings.ts';

const HEAD = `# Reference

Made by \`npm run docs\` from the program's own help and its table of settings: change those, not this file.
`;

const SETTINGS_HEAD = `## Settings

From the environment; from \`<NAME>_FILE\`, a file that holds the value; from \`$CREDENTIALS_DIRECTORY/<NAME>\`; from the file
that \`REPORTCTL_CONFIG\` names, or else from \`/etc/reportctl.env\` where there is one; from \`.env\` in the working folder.
The first of these that has one counts; an empty value counts as none, and an empty \`REPORTCTL_CONFIG\` keeps
\`/etc/reportctl.env\` out. \`reportctl config --all\` shows what is set where.
`;

export function referenceOf(pages: readonly Page[]): string {
  return [HEAD, codes(), SETTINGS_HEAD, settings(), '## Commands\n', ...pages.map(command)].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

const codes = (): string =>
  [
    '## Exit codes\n',
    '| code | meaning |',
    '| --- | --- |',
    ...EXIT_CODES.map(([code, meaning]) => `| ${code} | ${meaning} |`),
    '',
  ].join('\n');

const settings = (): string =>
  [
    '| setting | default | meaning |',
    '| --- | --- | --- |',
    ...settingLines().map(
      ({ name, fallback, secret, meaning }) =>
        `| \`${name}\` | ${fallback && `\`${fallback}\``} | ${cell(meaning)}${secret ? ' *(secret)*' : ''} |`,
    ),
    '',
  ].join('\n');

const command = ({ words, text }: Page): string =>
  `### ${['reportctl', ...words].join(' ')}\n\n\`\`\`text\n${text}\n\`\`\`\n`;
