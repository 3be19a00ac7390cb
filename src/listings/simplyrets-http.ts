import type { Clock } from '../core/clock.ts';
import { configError, errorCode, ReportctlError, unavailableError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { SearchOptions } from './feed.ts';
import { objectOrEmpty, textOrNull } from './fields.ts';
import { type RequestGate, sleep } from './request-gate.ts';
import { DEFAULT_RETRY, parseRetryAfter, type RetryPolicy, retryDelay } from './retry.ts';

/** 500 rows with long remarks and forty photos each are some 8 MB. */
const MOST_BYTES = 32_000_000;

export interface SimplyRetsConnection {
  /** May carry a path; credentials inside it are not used. */
  readonly baseUrl: string;
  readonly username: string;
  readonly password: string;
  /** Which MLS, where the account has several: SimplyRETS answers for one a request. */
  readonly vendor?: string | undefined;
  readonly gate: RequestGate;
  /** For Retry-After dates. */
  readonly clock: Clock;
  /** For one request, its body included. */
  readonly requestTimeoutMs: number;
  readonly retry?: RetryPolicy;
  readonly fetch?: typeof fetch;
  readonly log?: Log;
}

/** What a page request ended in: its rows, or the vendor's refusal of a request that it does not like (400). */
export type PageAnswer = { readonly rows: readonly unknown[] } | { readonly refused: string };

/** Sends one GET, and again after 429, 5xx, lost connections, timeouts and broken bodies. */
export type GetPage = (parameters: URLSearchParams, options: SearchOptions) => Promise<PageAnswer>;

export type Endpoint = 'properties' | 'openhouses';

type Attempt = PageAnswer | { readonly failure: ReportctlError; readonly retryAfterMs: number | null };

export function createPageRequest(connection: SimplyRetsConnection, path: Endpoint = 'properties'): GetPage {
  const endpoint = endpointUrl(connection.baseUrl, path);
  const { gate, log, vendor, retry = DEFAULT_RETRY } = connection;
  return async (parameters, { signal, deadline }) => {
    const url = new URL(endpoint);
    url.search = parameters.toString();
    if (vendor !== undefined) url.searchParams.append('vendor', vendor);
    for (let attempt = 1; ; attempt += 1) {
      await gate.acquire(signal, deadline);
      const answer = await requestOnce(connection, url, signal);
      if (!('failure' in answer)) return answer;
      const wait = retryDelay(retry, attempt, answer.retryAfterMs, Math.random());
      if (wait === null) throw answer.failure;
      log?.warn({ code: answer.failure.code, attempt, waitMs: Math.round(wait) }, 'listings request failed, retrying');
      await sleep(wait, signal);
    }
  };
}

function endpointUrl(baseUrl: string, path: Endpoint): URL {
  const url = new URL(baseUrl);
  url.username = '';
  url.password = '';
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
  return url;
}

async function requestOnce(connection: SimplyRetsConnection, url: URL, signal: AbortSignal): Promise<Attempt> {
  const { username, password, requestTimeoutMs, fetch: send = fetch } = connection;
  const credentials = Buffer.from(`${username}:${password}`).toString('base64');
  try {
    const response = await send(url, {
      headers: { authorization: `Basic ${credentials}`, accept: 'application/json' },
      // A redirect would have to be followed with or without the credentials: neither is wanted.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
    });
    const body = await textOf(response);
    return readResponse(response, body, connection.clock.now());
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ReportctlError) throw error;
    return { failure: connectionFailure(error), retryAfterMs: null };
  }
}

/** Read by the piece, so that a server that never ends costs no more memory than this. @throws ReportctlError 69 */
async function textOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop closes the connection.
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > MOST_BYTES) {
      throw unavailableError('SimplyRETS answered with more than 32 MB. Nothing was used.', 'simplyrets_too_large');
    }
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function connectionFailure(error: unknown): ReportctlError {
  const timedOut = error instanceof Error && error.name === 'TimeoutError';
  const detail = timedOut ? 'no answer in time' : (errorCode(objectOrEmpty(error).cause) ?? 'connection lost');
  return unavailableError(
    `SimplyRETS does not answer (${detail}). Check SIMPLYRETS_BASE_URL and the network.`,
    'simplyrets_unavailable',
    error,
  );
}

/** @throws ReportctlError for answers that no retry can change. */
function readResponse(response: Response, body: string, now: Date): Attempt {
  const { status } = response;
  const json = jsonOrUndefined(body);
  if (status === 200) return Array.isArray(json) ? { rows: json } : { failure: brokenBody(), retryAfterMs: null };
  if (status === 400) return refusal(textOrNull(objectOrEmpty(json).message) ?? 'no reason given');
  if (status === 401 || status === 403) throw credentialsRefused(status);
  const failure = failedStatus(status);
  if (status === 429 || status >= 500) {
    return { failure, retryAfterMs: parseRetryAfter(response.headers.get('retry-after'), now) };
  }
  throw failure;
}

/** A 400 has its reason in its text only; one about the vendor is answered by a setting. */
function refusal(reason: string): Attempt {
  if (!/\bvendor\b/i.test(reason)) return { refused: reason };
  throw configError(
    'The SimplyRETS account has several MLSs and needs one named, or has not the one named: set SIMPLYRETS_VENDOR.',
    'simplyrets_vendor',
    new Error(reason),
  );
}

function jsonOrUndefined(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const brokenBody = (): ReportctlError =>
  unavailableError('SimplyRETS answered with something that is no list of listings.', 'simplyrets_bad_body');

const credentialsRefused = (status: number): ReportctlError =>
  configError(
    `SimplyRETS refused the credentials (${status}). Check SIMPLYRETS_USERNAME and SIMPLYRETS_PASSWORD.`,
    'simplyrets_credentials',
  );

function failedStatus(status: number): ReportctlError {
  if (status === 429) {
    return unavailableError(
      'SimplyRETS says that too many requests were sent (429). The run is tried again later.',
      'simplyrets_rate_limited',
    );
  }
  return unavailableError(
    `SimplyRETS answered with status ${status}. Check SIMPLYRETS_BASE_URL, or try again later.`,
    'simplyrets_unavailable',
  );
}
