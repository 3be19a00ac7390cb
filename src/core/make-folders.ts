import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from './errors.ts';

/**
 * Makes a folder and its parents. Not `mkdir` with `recursive`: where a file system answers ENOENT although the parent
 * is there, as /proc does, Node 20 tries for ever.
 * @returns the first folder that was made, undefined where all were there
 * @throws Node's own error
 */
export async function makeFolders(path: string, mode: number): Promise<string | undefined> {
  try {
    await mkdir(path, mode);
    return path;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return undefined;
    if (errorCode(error) !== 'ENOENT' || dirname(path) === path) throw error;
    const first = await makeFolders(dirname(path), mode);
    await mkdir(path, mode).catch((again: unknown) => {
      if (errorCode(again) !== 'EEXIST') throw again;
    });
    return first ?? path;
  }
}
