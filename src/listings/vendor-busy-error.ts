import { ReportctlError } from '../core/errors.ts';
import { EXIT } from '../core/exit-codes.ts';

/** The vendor's next free slot lies too far ahead to wait for. Whoever can, comes back at `availableAt`. */
export class VendorBusyError extends ReportctlError {
  readonly availableAt: Date;

  constructor(availableAt: Date, reason: 'slot_beyond_deadline' | 'day_spent') {
    const message =
      reason === 'day_spent'
        ? "The day's requests to SimplyRETS are used up (SIMPLYRETS_DAILY_LIMIT). Work goes on after midnight UTC."
        : 'Too many requests to SimplyRETS are waiting. Work goes on when the next one may be sent.';
    super({ code: `simplyrets_${reason}`, message }, EXIT.unavailable);
    this.availableAt = availableAt;
  }
}
