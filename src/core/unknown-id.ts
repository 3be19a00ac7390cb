import { type ReportctlError, usageError } from './errors.ts';

/** What to throw for an id that nothing has: exit 2, with where to find the right one. */
export const unknownId = (what: 'account' | 'run' | 'schedule', id: string): ReportctlError =>
  usageError(`No ${what} has the id ${id}. List them with: reportctl ${what}s list`, `unknown_${what}`);
