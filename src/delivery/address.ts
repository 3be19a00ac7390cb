import { domainToASCII } from 'node:url';
import { usageError } from '../core/errors.ts';
import { isOneLine } from '../core/one-line.ts';

/** Somebody to write to. `email` is normalised: lower case, domain in ASCII. */
export interface Recipient {
  readonly email: string;
  readonly name?: string;
}

// RFC 5322 dot-atom. Quoted local parts and non-ASCII ones (SMTPUTF8) are refused: few servers take them.
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
// RFC 5321 §4.5.3.1: 64 octets before the @; 254 in all, so that the path with its brackets fits 256.
const MAX_LOCAL = 64;
const MAX_ADDRESS = 254;
// With a name. It also bounds the regular expression below, whose time grows with the cube of a run of blanks.
const MAX_TEXT = 512;
// Two long names and a title; a header line may have 998 characters, and encoded ones take up to twelve each.
const MAX_NAME = 120;

/**
 * Reads `a@b.c` or `Name <a@b.c>`.
 * @throws ReportctlError (exit 2) that does not repeat the text.
 */
export function parseAddress(text: string): Recipient {
  if (text.length > MAX_TEXT) throw bad('is too long');
  if (!isOneLine(text)) throw bad('holds a control character or a line break');
  const match = /^\s*(?:"([^"\\]*)"|([^<>"]*?))\s*<([^<>]*)>\s*$/.exec(text);
  if (match === null) return { email: normalise(text.trim()) };
  const name = parseName(match[1] ?? match[2] ?? '');
  const email = normalise((match[3] ?? '').trim());
  return name === '' ? { email } : { email, name };
}

/**
 * A person's name for the To header: composed (NFC), blanks collapsed; '' where there is none.
 * @throws ReportctlError (exit 2) for what could end or disguise a header line
 */
export function parseName(text: string): string {
  if (!isOneLine(text)) throw badName('holds a control character or a line break');
  const name = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  if (name.length > MAX_NAME) throw badName(`is longer than ${MAX_NAME} characters`);
  return name;
}

/** One entry an address, the first spelling's name kept (D8). */
export function uniqueRecipients(recipients: Iterable<Recipient>): Recipient[] {
  const byEmail = new Map<string, Recipient>();
  for (const recipient of recipients) {
    const email = normalise(recipient.email);
    if (!byEmail.has(email)) byEmail.set(email, { ...recipient, email });
  }
  return [...byEmail.values()];
}

/** Lower case before and after the @: no server in use tells A@ from a@, and people write both (D8). */
function normalise(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 1) throw bad('is not of the form name@example.com');
  const local = address.slice(0, at).toLowerCase();
  const domain = asciiDomain(address.slice(at + 1));
  if (!LOCAL_PART.test(local) || local.length > MAX_LOCAL) throw bad('has an invalid part before the @');
  if (domain === undefined) throw bad('has an invalid domain');
  if (local.length + 1 + domain.length > MAX_ADDRESS) throw bad(`is longer than ${MAX_ADDRESS} characters`);
  return `${local}@${domain}`;
}

/** The domain in lower-case ASCII, or undefined. Plain ASCII is not handed to `domainToASCII`: it reads 0x7f.1 as an IP. */
function asciiDomain(domain: string): string | undefined {
  const isAscii = /^[\x21-\x7e]*$/.test(domain);
  const ascii = isAscii ? domain.toLowerCase() : unicodeDomain(domain);
  const labels = ascii.split('.');
  if (!labels.every((label) => LABEL.test(label))) return undefined;
  if (labels.length < 2 && ascii !== 'localhost') return undefined;
  return /^\d+$/.test(labels.at(-1) ?? '') ? undefined : ascii;
}

/** Percent signs and the like would be decoded on the way, so only letters, digits, marks, dots and hyphens are converted. */
function unicodeDomain(domain: string): string {
  return /^[\p{L}\p{N}\p{M}.-]+$/u.test(domain) ? domainToASCII(domain) : '';
}

const bad = (what: string) => usageError(`The e-mail address ${what}. Give it as name@example.com.`, 'bad_address');
const badName = (what: string) => usageError(`The name ${what}. Correct it, or leave it out.`, 'bad_name');
