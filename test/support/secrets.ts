import { partsOf } from '../../src/core/parts.ts';
import { settingDefinitions } from '../../src/core/settings.ts';

/** Shorter ones, and the public demo account's, are words that output may hold for other reasons. */
const SHORTEST = 6;
const PUBLIC = new Set(['simplyrets', 'embedded']);
const SECRET_OPTIONS = ['--token', '--login-password'];
const ADDRESS = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;

export interface Printed {
  env: Readonly<Record<string, string | undefined>>;
  argv: readonly string[];
  stdout: string;
  stderr: string;
}

/** Fails the test in which a command printed one of its own secrets, or an e-mail address in a line of its log. */
export function assertNothingLeaked({ env, argv, stdout, stderr }: Printed): void {
  const output = stdout + stderr;
  for (const secret of secretsOf(env, argv)) {
    if (output.includes(secret)) throw new Error(`A secret leaked into the output of: ${argv.join(' ')}\n${output}`);
  }
  const line = stderr.split('\n').find((text) => text.startsWith('{"level"') && ADDRESS.test(text));
  if (line !== undefined) throw new Error(`An address leaked into the log of: ${argv.join(' ')}\n${line}`);
}

function secretsOf(env: Printed['env'], argv: readonly string[]): string[] {
  const settings = Object.values(settingDefinitions).flatMap((definition) => {
    const value = 'secret' in definition ? env[definition.name] : undefined;
    return value === undefined ? [] : [...partsOf(value), ...passwordsOf(value)];
  });
  const options = argv.filter((_, i) => SECRET_OPTIONS.includes(argv[i - 1] ?? ''));
  return [...settings, ...options].filter((secret) => secret.length >= SHORTEST && !PUBLIC.has(secret));
}

/** Of a URL, as it stands there and decoded. */
function passwordsOf(value: string): string[] {
  if (!URL.canParse(value)) return [];
  const { password } = new URL(value);
  return [password, decodeURIComponent(password)];
}
