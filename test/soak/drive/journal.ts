import type {
  AccountEvidence,
  AgainEvidence,
  Disruption,
  GenerateEvidence,
  MailEvidence,
  ScheduleEvidence,
  Setting,
  TickEvidence,
} from '../evidence.ts';

/** A schedule as the driver knows it. */
export interface KnownSchedule extends Omit<ScheduleEvidence, 'status' | 'pausedBy' | 'cursor'> {
  status: ScheduleEvidence['status'];
  /** When it was last looked at, and its cursor then. */
  seenAt: number;
  seenCursor: number | null;
}

/** What the driver did and saw, as the checker will get it. */
export interface Journal {
  accounts: AccountEvidence[];
  schedules: KnownSchedule[];
  mails: MailEvidence[];
  disruptions: Disruption[];
  ticks: TickEvidence[];
  generates: GenerateEvidence[];
  again: AgainEvidence[];
  /** In real milliseconds. */
  holds: Setting<boolean>[];
  /** How often each thing was done. */
  counts: Map<string, number>;
}

export const newJournal = (): Journal => ({
  accounts: [],
  schedules: [],
  mails: [],
  disruptions: [],
  ticks: [],
  generates: [],
  again: [],
  holds: [],
  counts: new Map(),
});

export function countOne({ counts }: Journal, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}

export const latest = <T>(settings: readonly Setting<T>[], otherwise: T): T => settings.at(-1)?.value ?? otherwise;
