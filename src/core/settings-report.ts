import { settingDefinitions } from './settings.ts';
import { defaultOf, type Environment, lookUp, type SettingSource, settingLayers } from './settings-sources.ts';

export interface SettingReport {
  name: string;
  meaning: string;
  source: SettingSource;
  secret: boolean;
  /** As it stands in its source; null where it is unset or secret. */
  value: string | null;
  /** What is wrong with it, as the end of a sentence that begins with its name. */
  problem: string | null;
}

/** Every setting with its source; unlike loading them, it does not end at the first bad one. */
export function reportSettings(env: Environment, cwd: string): SettingReport[] {
  const layers = settingLayers(env, cwd);
  return Object.values(settingDefinitions).map((definition) => {
    const { name, meaning, secret = false } = definition;
    const found = lookUp(layers, name) ?? defaultOf(definition.fallback);
    const issue = found && definition.schema.safeParse(found.value).error?.issues[0];
    return {
      name,
      meaning,
      source: found?.source ?? 'unset',
      secret,
      value: secret ? null : (found?.value ?? null),
      problem: issue ? issue.message : null,
    };
  });
}
