import { unknownId } from '../core/unknown-id.ts';
import { type Pool, type Queryable, transaction } from '../db/pool.ts';
import { assertValid } from './add.ts';
import { parseName } from './fields.ts';
import { type AccountRow, findAccount, lockAccount, updateAccount } from './queries.ts';

/** The columns that an operator may change; null removes a value. */
export type AccountChanges = Partial<Omit<AccountRow, 'id' | 'internal' | 'created_at'>>;

/**
 * Changes an account. A plan, limit, status or zone counts from the next claim on; runs under way are finished.
 * @throws ReportctlError (exit 2) for an unknown account, or naming the value that is wrong
 */
export async function changeAccount(pool: Pool, id: string, changes: AccountChanges): Promise<AccountRow> {
  return transaction(pool, async (tx) => {
    const before = await lockAccount(tx, id);
    if (!before) throw unknownAccount(id);
    const after = { ...before, ...changes };
    after.name = parseName(after.name);
    after.brand_name = after.brand_name === null ? null : parseName(after.brand_name);
    await assertValid(tx, after);
    await updateAccount(tx, after);
    return after;
  });
}

/** For lists of one account's things: of an account that does not exist, an empty list would be a false answer. */
export async function assertAccountExists(db: Queryable, id: string): Promise<void> {
  if (!(await findAccount(db, id))) throw unknownAccount(id);
}

export const unknownAccount = (id: string) => unknownId('account', id);
