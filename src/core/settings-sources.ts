import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { configError, errorCode } from './errors.ts';
import { partsOf } from './parts.ts';
import { type SettingKey, type Settings, settingDefinitions } from './settings.ts';

/** Where a value came from, for `config` and `doctor`. */
export type SettingSource = 'environment' | 'file' | 'credential' | 'config file' | '.env' | 'default' | 'unset';

export interface LoadedSettings {
  settings: Settings;
  sources: Record<SettingKey, SettingSource>;
  /** The values of all secret settings, for redaction. */
  secrets: string[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Layer {
  source: SettingSource;
  get(name: string): string | undefined;
}

/**
 * Reads every setting. Precedence: environment, `<NAME>_FILE`, $CREDENTIALS_DIRECTORY/<NAME>, the file named by
 * REPORTCTL_CONFIG, `.env` in `cwd`, default. An empty value counts as unset.
 * @throws ReportctlError (exit 78) that names the first bad setting, never its value.
 */
export function loadSettings(env: Environment, cwd: string): LoadedSettings {
  const layers = settingLayers(env, cwd);
  const settings: Record<string, unknown> = {};
  const sources: Record<string, SettingSource> = {};
  const secrets: string[] = [];
  for (const [key, definition] of Object.entries(settingDefinitions)) {
    const found = lookUp(layers, definition.name) ?? defaultOf(definition.fallback);
    sources[key] = found?.source ?? 'unset';
    if (found === undefined) continue;
    if (definition.secret) secrets.push(found.value);
    if (definition.several) secrets.push(...partsOf(found.value));
    const parsed = definition.schema.safeParse(found.value);
    if (!parsed.success) {
      throw configError(
        `${definition.name} ${parsed.error.issues[0]?.message ?? 'is invalid'} (set in: ${found.source}).`,
      );
    }
    settings[key] = parsed.data;
  }
  return { settings: settings as Settings, sources: sources as Record<SettingKey, SettingSource>, secrets };
}

/** The value that counts, and where it stands; undefined where no layer has one. */
export function lookUp(layers: Layer[], name: string): { source: SettingSource; value: string } | undefined {
  for (const layer of layers) {
    const value = layer.get(name);
    if (value !== undefined && value !== '') return { source: layer.source, value };
  }
  return undefined;
}

export function defaultOf(fallback: string | (() => string) | undefined) {
  if (fallback === undefined) return undefined;
  return { source: 'default' as const, value: typeof fallback === 'function' ? fallback() : fallback };
}

/** @throws ReportctlError (exit 78) for a file that is named and cannot be read */
export function settingLayers(env: Environment, cwd: string): Layer[] {
  const layers: Layer[] = [
    { source: 'environment', get: (name) => env[name] },
    { source: 'file', get: (name) => secretFile(env[`${name}_FILE`], `${name}_FILE`) },
  ];
  const credentials = env.CREDENTIALS_DIRECTORY;
  if (credentials)
    layers.push({ source: 'credential', get: (name) => optionalFile(join(credentials, name))?.trimEnd() });
  for (const { source, values } of settingFiles(env, cwd)) layers.push({ source, get: (name) => values[name] });
  return layers;
}

/** What the file named by REPORTCTL_CONFIG, then `.env` in `cwd`, hold. @throws ReportctlError (exit 78) */
export function settingFiles(env: Environment, cwd: string): { source: SettingSource; values: Environment }[] {
  const files: { source: SettingSource; values: Environment }[] = [];
  const config = configFile(env.REPORTCTL_CONFIG);
  if (config !== undefined) files.push({ source: 'config file', values: parseEnv(config) });
  const dotenv = isSearchable(cwd) ? optionalFile(join(cwd, '.env')) : undefined;
  if (dotenv !== undefined) files.push({ source: '.env', values: parseEnv(dotenv) });
  return files;
}

/** Its path is no secret, and often nobody has named it: see system-config.ts. */
function configFile(path: string | undefined): string | undefined {
  if (!path) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = errorCode(error) ?? 'error';
    const remedy = code === 'EACCES' ? ' Run the command as a user who may: sudo -u reportctl reportctl …' : '';
    throw configError(
      `${path}, the file of settings (REPORTCTL_CONFIG), cannot be read (${code}).${remedy}`,
      'config',
      error,
    );
  }
}

/** `sudo -u reportctl` leaves one in a folder of somebody else's home; settings that may not be found are none of ours. */
function isSearchable(folder: string): boolean {
  try {
    statSync(`${folder}/.`);
    return true;
  } catch {
    return false;
  }
}

function secretFile(path: string | undefined, setting: string): string | undefined {
  if (!path) return undefined;
  try {
    return readFileSync(path, 'utf8').trimEnd();
  } catch (error) {
    throw configError(`${setting} names a file that cannot be read (${errorCode(error) ?? 'error'}).`, 'config', error);
  }
}

/** A file that may be absent; anything else that keeps us from reading it is the caller's problem to know. */
function optionalFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw configError(`${path} cannot be read (${errorCode(error) ?? 'error'}).`, 'config', error);
  }
}
