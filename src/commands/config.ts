import { Command } from 'commander';
import { EXIT, type ExitCode } from '../core/exit-codes.ts';
import type { Io } from '../core/io.ts';
import { reportSettings, type SettingReport } from '../core/settings-report.ts';
import { strangeSettings } from '../core/strange-settings.ts';
import { printJson, printLine, printTable } from './support.ts';

const EXAMPLES = `
A value counts from the first of these that has it: environment, <NAME>_FILE,
$CREDENTIALS_DIRECTORY/<NAME>, the file of REPORTCTL_CONFIG (unless set it is
/etc/reportctl.env), .env in the working folder, default. Secrets are never
shown.
Exit code: 78 when a value does not make sense.

Examples:
  $ reportctl config
  $ reportctl config --all
  $ reportctl config --json | jq '.settings[] | select(.source == ".env")'`;

export function define(io: Io, exit: (code: ExitCode) => void): Command {
  return new Command('config')
    .description('Shows each setting with its value and where that comes from.')
    .option('--all', 'those too that are not set')
    .option('--json', 'print all as JSON')
    .addHelpText('after', EXAMPLES)
    .action((options: { all?: boolean; json?: boolean }) => {
      const settings = reportSettings(io.env, io.cwd);
      const unknown = strangeSettings(io.env, io.cwd);
      if (options.json) printJson(io, { settings, unknown });
      else
        print(
          io,
          settings.filter(({ source }) => options.all || source !== 'unset'),
          unknown,
        );
      exit(settings.some(({ problem }) => problem !== null) ? EXIT.config : EXIT.done);
    });
}

function print(io: Io, settings: SettingReport[], unknown: ReturnType<typeof strangeSettings>): void {
  printTable(
    io,
    ['SETTING', 'VALUE', 'SOURCE'],
    settings.map((setting) => [setting.name, shownValue(setting), setting.source]),
  );
  for (const { name, problem } of settings) if (problem !== null) printLine(io, `! ${name} ${problem}`);
  for (const { name, source, meant } of unknown) {
    printLine(io, `! ${name} (${source}) is no setting.${meant ? ` Is ${meant} meant?` : ''}`);
  }
}

function shownValue({ value, secret, source }: SettingReport): string {
  if (source === 'unset') return '–';
  return secret ? '(hidden)' : (value ?? '–');
}
