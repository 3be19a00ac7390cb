import { errorCode, type ReportctlError, unavailableError } from '../core/errors.ts';

/** The first word of Redis' error reply, such as WRONGTYPE, OOM or NOAUTH; undefined for any other error. */
export function replyCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== 'ReplyError') return undefined;
  return /^[A-Z]+/.exec(error.message)?.[0] ?? 'ERR';
}

/** Redis does not answer, or refused the connection: exit 69. */
export function redisUnavailable(cause?: unknown): ReportctlError {
  const code = replyCode(cause) ?? errorCode(cause);
  const detail = code === undefined ? '' : ` (${code})`;
  return unavailableError(
    `Redis does not answer as it should${detail}. Check REDIS_URL and that the server runs, or set ` +
      'CACHE_REQUIRED=false to work without it.',
    'redis_unavailable',
    cause,
  );
}

/** Redis answered a command with an error: exit 69. */
export const redisRefused = (cause: unknown): ReportctlError =>
  unavailableError(
    `Redis refused a command (${replyCode(cause)}). Check its memory, its role and the rights of our user.`,
    'redis_refused',
    cause,
  );
