import { type LookupAddress, lookup } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { get, type RequestOptions } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

export interface Photo {
  readonly contentType: 'image/jpeg' | 'image/png' | 'image/gif';
  readonly content: Buffer;
}

export type FetchPhoto = (url: string) => Promise<Photo | null>;

export interface PhotoLimits {
  /** For the whole of one photo, from look-up to last byte. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Asked of the address that the connection then goes to, so that no second look-up can change it. */
  readonly isAllowed: (address: string) => boolean;
  readonly tls?: Pick<RequestOptions, 'ca'>;
}

/** Twelve of them in base64, 4.8 MB, leave a message below 5 MB, which all mail servers take. */
export const PHOTO_LIMITS: PhotoLimits = { timeoutMs: 6_000, maxBytes: 290_000, isAllowed: isPublicAddress };

/**
 * Fetches photos over https from public addresses, within bounds and without following redirects (S4). Null for
 * whatever is no such picture: a report is never lost to its decoration.
 */
export function createPhotoFetcher(limits: PhotoLimits): FetchPhoto {
  return async (url) => {
    const { hostname } = new URL(url);
    const literal = hostname.replace(/^\[|\]$/g, '');
    // For a literal address no look-up is made, so nothing would check it there.
    if (isIP(literal) !== 0 && !limits.isAllowed(literal)) return null;
    try {
      const content = await download(url, limits);
      const contentType = content && typeOf(content);
      return content && contentType ? { contentType, content } : null;
    } catch {
      return null;
    }
  };
}

function download(url: string, limits: PhotoLimits): Promise<Buffer | null> {
  const { timeoutMs, maxBytes, isAllowed, tls } = limits;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const options = { ...tls, signal, lookup: lookupAllowed(isAllowed), agent: false, headers: { accept: 'image/*' } };
    const request = get(url, options, (response) => {
      collect(response, maxBytes).then(resolve, reject);
    });
    request.once('error', reject);
  });
}

async function collect(response: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  if (response.statusCode !== 200) {
    response.destroy();
    return null;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    // Leaving the loop closes the connection.
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** One bad address among a name's is enough to refuse it: that is what rebinding looks like. */
function lookupAllowed(isAllowed: PhotoLimits['isAllowed']): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const [first] = addresses ?? [];
      if (error || !first) return callback(error ?? new Error('no address'), '', 0);
      if (!addresses.every(({ address }) => isAllowed(address))) return callback(new Error('not public'), '', 0);
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

const SIGNATURES: readonly [Photo['contentType'], readonly number[]][] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
];

/** By its first bytes, whatever its server calls it; what every mail program shows, and nothing else. */
function typeOf(content: Buffer): Photo['contentType'] | null {
  const known = SIGNATURES.find(([, bytes]) => bytes.every((byte, i) => content[i] === byte));
  return known?.[0] ?? null;
}
