import { closeSync, existsSync, openSync } from 'node:fs';
import type { Environment } from './settings-sources.ts';

/** Where the guide, the crontab and the services keep a host's settings. */
const SYSTEM_CONFIG = '/etc/reportctl.env';

/** What names a database of its own, so that the host's file need not be readable. */
const OTHER_DATABASES = ['DATABASE_URL', 'DATABASE_URL_FILE', 'CREDENTIALS_DIRECTORY'];

/**
 * The environment with the host's own settings named where REPORTCTL_CONFIG names none: what people run by hand has to
 * meet the database that the host ticks on, and not an embedded one. A service whose manager has read the file already
 * (systemd does so as root) goes without; everybody else who may not read it is told so when it is read.
 * REPORTCTL_CONFIG set to nothing asks for no file at all.
 */
export function withSystemConfig(env: Environment, file = SYSTEM_CONFIG): Environment {
  if (env.REPORTCTL_CONFIG !== undefined || !existsSync(file)) return env;
  if (!isReadable(file) && OTHER_DATABASES.some((name) => env[name])) return env;
  return { ...env, REPORTCTL_CONFIG: file };
}

function isReadable(file: string): boolean {
  try {
    closeSync(openSync(file, 'r'));
    return true;
  } catch {
    return false;
  }
}
