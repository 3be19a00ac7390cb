import { errorCode, unavailableError } from '../core/errors.ts';

export interface KeepaliveAnswer {
  status: number;
  durationMs: number;
}

/**
 * GETs a URL that must be asked now and then, such as a hosted database's that falls asleep.
 * @throws ReportctlError (exit 69) unless it answers with 2xx within `timeoutMs`
 */
export async function keepAlive(
  url: string,
  { timeoutMs, stop }: { timeoutMs: number; stop: AbortSignal },
): Promise<KeepaliveAnswer> {
  const began = performance.now();
  const response = await get(url, AbortSignal.any([stop, AbortSignal.timeout(timeoutMs)]), timeoutMs);
  if (!response.ok) {
    throw unavailableError(
      `The service of KEEPALIVE_URL answered with status ${response.status}. Check the address and the service.`,
      'keepalive_refused',
    );
  }
  return { status: response.status, durationMs: Math.round(performance.now() - began) };
}

async function get(url: string, signal: AbortSignal, timeoutMs: number): Promise<Response> {
  try {
    const response = await fetch(url, { signal });
    await response.arrayBuffer();
    return response;
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError';
    const detail = timedOut ? `no answer within ${timeoutMs / 1000} s` : (causeOf(error) ?? 'no connection');
    throw unavailableError(
      `The service of KEEPALIVE_URL does not answer (${detail}). Check the address and the network.`,
      'keepalive_unavailable',
      error,
    );
  }
}

const causeOf = (error: unknown): string | undefined => (error instanceof Error ? errorCode(error.cause) : undefined);
