import { reportSettings } from '../../core/settings-report.ts';
import type { Environment } from '../../core/settings-sources.ts';
import { strangeSettings } from '../../core/strange-settings.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const CHECK = 'settings';

/** Each bad value and each name that no setting has; where there is none, how many are set, and where. */
export function checkSettings(env: Environment, cwd: string): Finding[] {
  const settings = reportSettings(env, cwd);
  const bad = settings
    .filter(({ problem }) => problem !== null)
    .map(({ name, problem, source }) =>
      fail(
        CHECK,
        `${name} ${problem} (set in: ${source}).`,
        `Change or remove it there; what it means: reportctl config --all`,
      ),
    );
  const unknown = strangeSettings(env, cwd).map(({ name, source, meant }) =>
    warn(
      CHECK,
      `${name} (set in: ${source}) is no setting.`,
      meant ? `Did you mean ${meant}?` : 'Remove it; all names: reportctl config --all',
    ),
  );
  if (bad.length + unknown.length > 0) return [...bad, ...unknown];
  const sources = settings.map(({ source }) => source).filter((source) => source !== 'unset' && source !== 'default');
  const counts = [...new Set(sources)].map(
    (each) => `${sources.filter((source) => source === each).length} from ${each}`,
  );
  return [ok(CHECK, counts.length === 0 ? 'none is set: all have their defaults' : counts.join(', '))];
}
