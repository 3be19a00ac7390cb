import { EXIT, type ExitCode } from './exit-codes.ts';

/** Whose fault a failure is: `system` is retried and never counted against the schedule, `schedule` is counted. */
export type FailureScope = 'system' | 'schedule';

export interface ErrorDetails {
  /** Stable, machine-readable, snake_case; stored as `error_code` on run rows. */
  code: string;
  /** One sentence: what is wrong, and what to do. Holds no secret, address, SQL or URL with credentials. */
  message: string;
  cause?: unknown;
}

/**
 * The one error shape that commands print without a stack trace. Anything else that reaches the
 * launcher is a defect and says so.
 */
export class ReportctlError extends Error {
  override readonly name = 'ReportctlError';
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly scope: FailureScope;

  constructor(details: ErrorDetails, exitCode: ExitCode, scope: FailureScope = 'system') {
    super(details.message, { cause: details.cause });
    this.code = details.code;
    this.exitCode = exitCode;
    this.scope = scope;
  }
}

/** Wrong usage or an unknown id: exit 2. */
export const usageError = (message: string, code = 'usage'): ReportctlError =>
  new ReportctlError({ code, message }, EXIT.usage);

/** Settings, schema or clock do not allow to work: exit 78. */
export const configError = (message: string, code = 'config', cause?: unknown): ReportctlError =>
  new ReportctlError({ code, message, cause }, EXIT.config);

/** Database, Redis, vendor or mail server does not answer: exit 69; a run that meets it is retried. */
export const unavailableError = (message: string, code: string, cause?: unknown): ReportctlError =>
  new ReportctlError({ code, message, cause }, EXIT.unavailable);

/** The account's plan says no: exit 3. */
export const refusedError = (message: string, code = 'plan_limit'): ReportctlError =>
  new ReportctlError({ code, message }, EXIT.refused);

/** A fault of the schedule's own definition or data (bad area, no such city): exit 1, counted against it. */
export const scheduleError = (message: string, code: string, cause?: unknown): ReportctlError =>
  new ReportctlError({ code, message, cause }, EXIT.workFailed, 'schedule');

/** Work that failed for a reason of our own or of the system around us: exit 1, retried. */
export const workError = (message: string, code: string, cause?: unknown): ReportctlError =>
  new ReportctlError({ code, message, cause }, EXIT.workFailed);

/** The error's `code` where it is a string, as Node's and PostgreSQL's errors carry it. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
