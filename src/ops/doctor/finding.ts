import { ReportctlError } from '../../core/errors.ts';

export type Level = 'ok' | 'warn' | 'fail';

/** What one check found. */
export interface Finding {
  /** What was checked: one or two words. */
  check: string;
  level: Level;
  detail: string;
  /** What a person does about it; of `ok` there is nothing to do. */
  todo?: string;
}

export const ok = (check: string, detail: string): Finding => ({ check, level: 'ok', detail });
export const warn = (check: string, detail: string, todo: string): Finding => ({ check, level: 'warn', detail, todo });
export const fail = (check: string, detail: string, todo: string): Finding => ({ check, level: 'fail', detail, todo });

/** A check that throws has found something too; an error of ours says itself what to do. */
export async function guarded(check: string, work: () => Promise<Finding | Finding[]>): Promise<Finding[]> {
  try {
    return [await work()].flat();
  } catch (error) {
    const detail = error instanceof ReportctlError ? error.message : 'It could not be checked.';
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return [{ check, level: 'fail', detail: error instanceof ReportctlError ? detail : `${detail}${code}` }];
  }
}
