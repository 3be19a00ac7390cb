/** What a plan says about one more report. */
export type LimitDecision = 'allow' | 'warn' | 'block';

/** Where a limit comes from. `unknown_plan`: the account names a plan that is not in the table; it is denied. */
export type LimitSource = 'plan' | 'override' | 'unknown_plan';

export interface EffectiveLimit {
  /** Reports a calendar month; null = unlimited, 0 = none. */
  limit: number | null;
  allowOverage: boolean;
  source: LimitSource;
}

export interface LimitInputs {
  planLimit: number | null;
  planKnown: boolean;
  allowOverage: boolean;
  /** null = the plan's limit holds. */
  override: number | null;
}

/** Share of the limit from which on the answer is `warn`. */
export const WARN_SHARE = 0.8;

/** Resolves the one limit that counts for an account. An unknown plan gives none, whatever the override says. */
export function effectiveLimit(inputs: LimitInputs): EffectiveLimit {
  if (!inputs.planKnown) return { limit: 0, allowOverage: false, source: 'unknown_plan' };
  if (inputs.override !== null) {
    return { limit: inputs.override, allowOverage: inputs.allowOverage, source: 'override' };
  }
  return { limit: inputs.planLimit, allowOverage: inputs.allowOverage, source: 'plan' };
}

/**
 * Whether one more report may be made when `used` are already reserved or completed this month: allowed while
 * used < limit; `warn` from 80 % on, or over the limit where the plan has overage; else `block`.
 */
export function decide(
  { limit, allowOverage }: Pick<EffectiveLimit, 'limit' | 'allowOverage'>,
  used: number,
): LimitDecision {
  if (limit === null) return 'allow';
  if (used >= limit) return allowOverage ? 'warn' : 'block';
  return used >= limit * WARN_SHARE ? 'warn' : 'allow';
}

/** What an account's owner is to be told once a month when `used` are reserved or completed, if anything. */
export function limitNotice(
  { limit, source }: EffectiveLimit,
  used: number,
): 'limit_warning' | 'limit_reached' | undefined {
  // A plan that is not in the table is the operator's to mend.
  if (limit === null || source === 'unknown_plan') return undefined;
  if (used >= limit) return 'limit_reached';
  return used >= limit * WARN_SHARE ? 'limit_warning' : undefined;
}
