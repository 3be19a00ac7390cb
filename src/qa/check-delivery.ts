import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { errorCode } from '../core/errors.ts';
import type { QaDelivery } from './queries.ts';

/**
 * What is wrong with one ledger row of a qa run, or undefined: it must be sent and accepted, with a Message-ID and a
 * digest; where the outbox wrote a file, the file's bytes must be the ones that the ledger vouches for, with an HTML
 * and a text part.
 */
export async function deliveryFault(delivery: QaDelivery, files: readonly string[]): Promise<string | undefined> {
  if (delivery.status !== 'sent')
    return `the ledger says ${delivery.status}${delivery.response ? `: ${delivery.response}` : ''}`;
  if (!delivery.subject || !delivery.message_id || !delivery.body_sha256) return 'the ledger row is incomplete';
  const messages = files.filter((file) => file.endsWith('.eml'));
  if (messages.length === 0) return undefined;
  for (const file of messages) {
    const fault = await fileFault(file, delivery.body_sha256);
    if (fault !== 'other message') return fault;
  }
  return 'no message file has the bytes that the ledger vouches for';
}

async function fileFault(file: string, sha256: string): Promise<string | 'other message' | undefined> {
  try {
    const bytes = await readFile(file);
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) return 'other message';
    const source = bytes.toString('latin1');
    if (!/^Content-Type: text\/html/im.test(source)) return 'the message has no HTML part';
    if (!/^Content-Type: text\/plain/im.test(source)) return 'the message has no text part';
    return undefined;
  } catch (error) {
    return `a message file cannot be read (${errorCode(error) ?? 'error'})`;
  }
}
