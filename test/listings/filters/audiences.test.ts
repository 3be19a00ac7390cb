import { expect, test } from 'vitest';
import { AUDIENCES } from '../../../src/listings/filters/audiences.ts';

// Fair Housing Act, 42 U.S.C. § 3604(c): no preference by race, colour, religion, sex, handicap, familial status, origin.
const PROTECTED = /famil|child|kid|single (person|people)|adult|senior|retire|couple|christian|church|ethnic/i;

test.each(Object.entries(AUDIENCES))(
  'what a page says of %s names homes, not whom the law protects',
  (_, { homes }) => {
    expect(`${homes.one} ${homes.many}`).not.toMatch(PROTECTED);
  },
);
