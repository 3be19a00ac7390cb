import { settingDefinitions } from './settings.ts';
import { type Environment, type SettingSource, settingFiles } from './settings-sources.ts';

export interface StrangeSetting {
  readonly name: string;
  readonly source: SettingSource;
  /** The setting that was probably meant. */
  readonly meant: string | null;
}

const NAMES = Object.values(settingDefinitions).map(({ name }) => name);
/** Read beside the table: where settings are, and what single commands take. */
const OTHERS = ['REPORTCTL_CONFIG', 'UNSUBSCRIBE_TOKEN'];
const KNOWN = new Set([...NAMES.flatMap((name) => [name, `${name}_FILE`]), ...OTHERS]);
/** Names that begin so are ours where a file holds them; other programs' variables share the environment. */
const PREFIXES = /^(?:REPORTCTL|SIMPLYRETS|LISTINGS|OPENAI|NARRATIVE|MAIL|SMTP|OUTBOX|UNSUBSCRIBE|REDIS|DATABASE)_/;
/** Edits that turn a typing error into the name: beyond two, names that have nothing to do with ours come near. */
const MOST_EDITS = 2;

/** Names that look like settings and are none, so that what they were to set is not set. Reads the settings' files. */
export function strangeSettings(env: Environment, cwd: string): StrangeSetting[] {
  const files = settingFiles(env, cwd).flatMap(({ source, values }) =>
    Object.keys(values).map((name) => strange(name, source, PREFIXES)),
  );
  const environment = Object.keys(env).map((name) => strange(name, 'environment', /^REPORTCTL_/));
  return [...files, ...environment].filter((found) => found !== null);
}

function strange(name: string, source: SettingSource, ours: RegExp): StrangeSetting | null {
  if (KNOWN.has(name)) return null;
  const meant = nearest(name);
  return meant !== null || ours.test(name) ? { name, source, meant } : null;
}

function nearest(name: string): string | null {
  const near = NAMES.map((known) => ({ known, edits: editsBetween(name.toUpperCase(), known) }));
  const [best] = near.filter(({ edits }) => edits <= MOST_EDITS).sort((a, b) => a.edits - b.edits);
  return best?.known ?? null;
}

/** Levenshtein's distance with neighbours exchanged counted once. */
function editsBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MOST_EDITS) return MOST_EDITS + 1;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    rows[i] = [i];
    for (let j = 1; j <= b.length; j++) {
      const other = a[i - 1] === b[j - 1] ? 0 : 1;
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const edits = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + other);
      rows[i]?.push(exchanged ? Math.min(edits, at(i - 2, j - 2) + 1) : edits);
    }
  }
  return at(a.length, b.length);
}
