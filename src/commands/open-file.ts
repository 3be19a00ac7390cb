import { spawn } from 'node:child_process';
import { platform } from 'node:os';
import type { Io } from '../core/io.ts';
import { settingDefinitions } from '../core/settings.ts';

const OPENERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

const SECRETS = new Set(Object.values(settingDefinitions).flatMap(({ name, secret }) => (secret ? [name] : [])));

/**
 * Shows a file in the program that the desktop has for it; false where there is no desktop to ask. The browser that it
 * may start, and all that this starts in turn, live on without our secrets.
 */
export function openFile(path: string, env: Io['env']): Promise<boolean> {
  const [command, ...argv] = OPENERS[platform()] ?? ['xdg-open'];
  return new Promise((resolve) => {
    const own = Object.fromEntries(Object.entries(env).filter(([name]) => !SECRETS.has(name)));
    const child = spawn(command, [...argv, path], { detached: true, stdio: 'ignore', env: own });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
