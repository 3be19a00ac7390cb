import { nameOf, type Page } from './help.ts';

/** A completion script for bash: commands, options, and the words that an option chooses among. */
export function completionOf(pages: readonly Page[]): string {
  const known = pages.flatMap(({ words }) => (words.length > 0 ? [`'${words.join(' ')}'`] : [])).join(' | ');
  return `# Made by \`npm run docs\` from the program's help. Install as /etc/bash_completion.d/reportctl, or: source it.
_reportctl() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} called='' words='' word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case $word in -*) continue ;; esac
    case "\${called:+$called }$word" in
    ${known}) called="\${called:+$called }$word" ;;
    *) break ;;
    esac
  done
  case "$called $previous" in
${choices(pages).join('\n')}
  *)
    case $called in
${pages.map(wordsOf).join('\n')}
    esac
    ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o default -F _reportctl reportctl
`;
}

const longOption = (term: string): string | undefined => /--[a-z-]+/.exec(term)?.[0];

const wordsOf = ({ words, options, commands }: Page): string =>
  `    '${words.join(' ')}') words='${[...commands.map(nameOf), ...options.flatMap(({ term }) => longOption(term) ?? [])].join(' ')}' ;;`;

function choices(pages: readonly Page[]): string[] {
  return pages.flatMap(({ words, options }) =>
    options.flatMap(({ term, meaning }) => {
      const [, list] = /\(choices: ((?:"[^"]*"(?:, )?)+)/.exec(meaning) ?? [];
      if (list === undefined) return [];
      const allowed = list.replaceAll(/[",]/g, '').trim();
      return [`  '${[...words, longOption(term)].join(' ')}') words='${allowed}' ;;`];
    }),
  );
}
