/** What keeps a tick without work from being the whole story. */
export interface Waiting {
  /** Runs that were dispatched or given back and are not being made. */
  readonly queued: number;
  /** When the first of them may be tried again; null: any of them now. */
  readonly nextTry: Date | null;
  /** Runs that some tick holds, alive or not. */
  readonly running: number;
  readonly leaseEnds: Date | null;
  readonly hold: boolean;
  readonly holdReason: string | null;
}

/** "nothing due", with what waits all the same and why. */
export function nothingDue({ queued, nextTry, running, leaseEnds, hold, holdReason }: Waiting): string {
  const parts = ['nothing due'];
  if (hold) {
    const why = holdReason === null ? '' : ` (${holdReason})`;
    const waiting = queued === 0 ? '' : ` and ${runs(queued, 'waits', 'wait')}`;
    parts.push(`a hold is on${why}${waiting}; end it with: reportctl hold off`);
  } else if (queued > 0) {
    const when = nextTry === null ? 'another tick or a place under a limit' : `another try at ${nextTry.toISOString()}`;
    parts.push(`${runs(queued, 'waits', 'wait')} for ${when}`);
  }
  if (running > 0) {
    const until = leaseEnds === null ? '' : `, whose lease ends at ${leaseEnds.toISOString()} unless it is renewed`;
    parts.push(`${runs(running, 'is', 'are')} held by a tick${until}`);
  }
  return parts.join('; ');
}

const runs = (count: number, one: string, many: string): string =>
  count === 1 ? `1 run ${one}` : `${count.toLocaleString('en-US')} runs ${many}`;
