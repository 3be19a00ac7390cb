import { StageTimes } from '../core/stage-times.ts';

/** What is known of one attempt at a run when it ends, for its line in the log. */
export class RunTrace {
  readonly stages = new StageTimes();
  /** How many recipients the run has, by what became of them. */
  recipients: Readonly<Record<string, number>> | undefined;
}
