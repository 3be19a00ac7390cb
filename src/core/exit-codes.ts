/** The process exit codes; part of the contract with cron jobs, CI and systemd units. */
export const EXIT = {
  done: 0,
  /** Some of the work failed; the rest was done. */
  workFailed: 1,
  usage: 2,
  /** Refused by the account's plan. */
  refused: 3,
  /** Database, Redis or vendor unavailable (EX_UNAVAILABLE of sysexits.h). */
  unavailable: 69,
  /** Configuration (EX_CONFIG of sysexits.h). */
  config: 78,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
