import { createHash } from 'node:crypto';
import { access, constants, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import { configError, errorCode, unavailableError } from '../core/errors.ts';
import { makeFolders } from '../core/make-folders.ts';
import type { OutgoingMessage, SendHooks, SendOutcome, Transport } from './transport.ts';

/**
 * Writes each message to `<dir>/<date>/<time>-<recipient>-<digest>.eml`, and its HTML beside it for a browser. Sent
 * means: both files are complete and on disk. The folder's date is the UTC day.
 */
export function createOutboxTransport({ dir, clock }: { dir: string; clock: Clock }): Transport {
  return {
    name: 'outbox',
    send: (message, hooks) => write(dir, clock.now(), message, hooks),
    close: () => {},
  };
}

/**
 * Makes the folder where it is missing, so that one that cannot be written to is known before a run is claimed for it.
 * @throws ReportctlError (exit 78) that names the folder
 */
export async function prepareOutbox(dir: string): Promise<void> {
  try {
    await makeFolders(dir, FOLDER_MODE);
    await access(dir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw configError(
      `Messages cannot be written to ${dir} (${reason(error)}). Make the folder writable, or set OUTBOX_DIR to another.`,
      'outbox_folder',
      error,
    );
  }
}

async function write(
  dir: string,
  now: Date,
  message: OutgoingMessage,
  { beforeFinalDot, signal }: SendHooks,
): Promise<SendOutcome> {
  if (signal.aborted) return notWritten('ABORTED');
  const folder = join(dir, now.toISOString().slice(0, 10));
  const base = join(folder, fileName(message, now));
  const files = [
    { path: `${base}.html`, content: message.html },
    { path: `${base}.eml`, content: message.raw },
  ];
  try {
    const writing = makeFolders(folder, FOLDER_MODE).then(() => Promise.all(files.map(writeTemporary)));
    const failure = await writing.then(() => undefined, reason);
    if (failure !== undefined) return notWritten(failure);
    await beforeFinalDot();
    // The .eml last: where it stands, the message is complete.
    const failedRename = await publish(files, folder).then(() => undefined, reason);
    if (failedRename !== undefined) return notWritten(failedRename);
    return { status: 'accepted', response: `written to ${base}.eml`, files: files.map(({ path }) => path) };
  } finally {
    await Promise.all(files.map(({ path }) => rm(temporary(path), { force: true }).catch(() => {})));
  }
}

// File names carry recipients' addresses.
const FOLDER_MODE = 0o750;

interface OutboxFile {
  path: string;
  content: string | Buffer;
}

const temporary = (path: string) => `${path}.part`;
const reason = (error: unknown) => errorCode(error) ?? 'error';

async function writeTemporary({ path, content }: OutboxFile): Promise<void> {
  // Reports and addresses are not for every user of the host.
  const file = await open(temporary(path), 'w', 0o640);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function publish(files: OutboxFile[], folder: string): Promise<void> {
  for (const { path } of files) await rename(temporary(path), path);
  // A rename is durable only when its directory is.
  const directory = await open(folder, 'r');
  await directory.sync().finally(() => directory.close());
}

/** Readable, safe on any file system, and unlike any other message's: the digest is of its Message-ID. */
function fileName({ envelope, messageId }: OutgoingMessage, now: Date): string {
  const time = now.toISOString().slice(11, 19).replaceAll(':', '');
  const recipient = envelope.to.replace(/[^a-z0-9@.+_-]/gi, '_').slice(0, 80);
  return `${time}-${recipient}-${createHash('sha256').update(messageId).digest('hex').slice(0, 8)}`;
}

function notWritten(code: string): SendOutcome {
  return {
    status: 'not_sent',
    error: unavailableError(
      `A message could not be written to the outbox folder (${code}). Check OUTBOX_DIR, its permissions and free space.`,
      'outbox_unavailable',
    ),
  };
}
