import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { configError, errorCode } from '../../core/errors.ts';

/**
 * Opens a file of the data folder for writing, and makes it where it is missing; never one that a link leads to: root
 * comes here too, and the folder may be writable for others.
 * @throws ReportctlError (exit 78) for a symbolic link
 */
export async function openOwnFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  } catch (error) {
    if (errorCode(error) !== 'ELOOP') throw error;
    throw configError(`${path} is a symbolic link, and is not followed: remove it.`, 'embedded_folder', error);
  }
}
