import { createHash } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import type { Queryable } from '../db/pool.ts';
import { correctTokens, reserveTokens } from './queries.ts';

/** Settles a reservation by what was really used; null: unknown, so the reservation stands. */
export type Settle = (used: number | null) => Promise<void>;

/** What may be spent on a model in one UTC day, by all processes and hosts together. */
export interface TokenBudget {
  /** Sets `tokens` aside before a request; null where the day's cap would be exceeded. Rejects with the database. */
  reserve(tokens: number): Promise<Settle | null>;
}

/**
 * Counts in the database, so that hosts share one cap. What a killed process had set aside stays counted for that
 * day: the cap may be reached early, never exceeded by more than a vendor's own miscount.
 */
export function createTokenBudget(options: {
  db: Queryable;
  clock: Clock;
  apiKey: string;
  dailyTokens: number;
}): TokenBudget {
  const { db, clock, apiKey, dailyTokens: cap } = options;
  const credential = `openai:${createHash('sha256').update(apiKey).digest('hex')}`;
  return {
    async reserve(tokens) {
      const day = clock.now().toISOString().slice(0, 10);
      if ((await reserveTokens(db, { credential, day, tokens, cap })) === null) return null;
      return async (used) => {
        if (used !== null) await correctTokens(db, { credential, day, difference: used - tokens });
      };
    },
  };
}
