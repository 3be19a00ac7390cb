import type { CadenceRule } from '../../src/scheduling/cadence-rule.ts';

/** All that the checker gets to see: what was asked for, what was done to the system, and what came of it. */

/** Milliseconds of business time. */
export type BusinessMs = number;

/** When something happened: not before `from`, not after `to`. */
export interface Moment {
  from: BusinessMs;
  to: BusinessMs;
}

/** What an operator did to a schedule, or the program was seen to have done (a pause after failures). */
export interface ScheduleChange extends Moment {
  kind: 'created' | 'edited' | 'paused' | 'resumed' | 'deleted';
  /** From now on; of `created` and `edited`. */
  rule?: CadenceRule;
  /** The schedule's next_run_at as read before and after. */
  cursorBefore: BusinessMs | null;
  cursorAfter: BusinessMs | null;
  by: 'operator' | 'program';
}

/** From then on it is so. */
export interface Setting<T> extends Moment {
  value: T;
}

export interface AccountEvidence {
  id: string;
  timezone: string;
  /** null = unlimited. */
  limit: number | null;
  /** The plan lets it pass its limit. */
  overage: boolean;
  /** Without one nothing may be mailed in its name. */
  postalAddress: boolean;
  active: Setting<boolean>[];
  verified: Setting<boolean>[];
  /** By address. */
  suppressed: Record<string, Setting<boolean>[]>;
}

export interface ScheduleEvidence {
  id: string;
  accountId: string;
  /** Of each address that was ever on its list, whether it was. */
  recipients: Record<string, Setting<boolean>[]>;
  catchUp: 'once' | 'skip';
  expiresAt: BusinessMs | null;
  /** Its zone is unknown: it must be paused, once, without a run. */
  invalid: boolean;
  /** Its city has nothing to report on. */
  empty: boolean;
  changes: ScheduleChange[];
  /** At the end. */
  status: 'active' | 'paused' | 'deleted';
  pausedBy: string | null;
  cursor: BusinessMs | null;
}

export interface RunEvidence {
  id: string;
  scheduleId: string;
  accountId: string;
  trigger: string;
  /** Of a retry by hand: the first run of its report. */
  retryOf: string | null;
  scheduledFor: BusinessMs;
  missed: number;
  status: string;
  attempt: number;
  errorCode: string | null;
  error: string | null;
  createdAt: BusinessMs;
  startedAt: BusinessMs | null;
  finishedAt: BusinessMs | null;
}

export interface DeliveryEvidence {
  runId: string;
  recipient: string;
  status: string;
  messageId: string | null;
  response: string | null;
  updatedAt: BusinessMs;
}

export interface GenerationEvidence {
  runId: string;
  accountId: string;
  status: string;
  createdAt: BusinessMs;
}

export interface NoticeEvidence {
  id: string;
  status: string;
  messageId: string | null;
}

/** A whole message that reached the mail server. */
export interface MailEvidence {
  at: BusinessMs;
  to: string;
  messageId: string;
  fate: 'accepted' | 'dropped' | 'refused';
}

/** Something that can cost a mail server's answer, or its record. */
export interface Disruption extends Moment {
  what: string;
}

/** An ended tick process. */
export interface TickEvidence {
  host: string;
  /** How far its host's clock was off. */
  shiftMs: number;
  code: number | null;
  signal: string | null;
  stderr: string;
  /** How long it took, in real milliseconds. */
  tookMs: number;
}

/** `generate --schedule` by an operator, on one of the hosts. */
export interface GenerateEvidence extends TickEvidence, Moment {
  scheduleId: string;
  /** Even where a report is under way, or went out within the hour. */
  forced: boolean;
  /** When a report of the schedule had last gone out, as read before. */
  lastReportAt: BusinessMs | null;
}

/** `runs retry` or `runs resend --unknown`, as an operator asked for it. */
export interface AgainEvidence extends Moment {
  kind: 'retry' | 'resend';
  /** The first run of the report. */
  of: string;
}

/** Written down by the database at the statement that claimed a run, or that let a message go. In real milliseconds. */
export interface StepEvidence {
  what: 'claim' | 'send' | 'notice';
  /** The run's, or the notice's. */
  id: string;
  at: number;
}

export interface Evidence {
  seed: number;
  /** When the last look was taken; everything due before was to be done. */
  endedAt: BusinessMs;
  maxAttempts: number;
  accounts: AccountEvidence[];
  schedules: ScheduleEvidence[];
  runs: RunEvidence[];
  deliveries: DeliveryEvidence[];
  generations: GenerationEvidence[];
  notices: NoticeEvidence[];
  mails: MailEvidence[];
  disruptions: Disruption[];
  ticks: TickEvidence[];
  generates: GenerateEvidence[];
  again: AgainEvidence[];
  /** In real milliseconds. */
  holds: Setting<boolean>[];
  steps: StepEvidence[];
}

/** One thing that is not as it had to be. */
export interface Finding {
  rule: string;
  what: string;
}
