import type { Evidence, Finding } from '../evidence.ts';
import { checkAgain } from './again.ts';
import { checkByHand } from './by-hand.ts';
import { checkCoverage } from './coverage.ts';
import { checkCursors } from './cursors.ts';
import { checkHolds } from './holds.ts';
import { checkLimits } from './limits.ts';
import { checkMails } from './mails.ts';
import { checkStatuses } from './statuses.ts';
import { checkTicks } from './ticks.ts';

/** Everything that is not as the guarantees say. It trusts no line of what it judges. */
export const check = (evidence: Evidence): Finding[] => [
  ...checkCoverage(evidence),
  ...checkCursors(evidence),
  ...checkByHand(evidence),
  ...checkAgain(evidence),
  ...checkHolds(evidence),
  ...checkStatuses(evidence),
  ...checkMails(evidence),
  ...checkLimits(evidence),
  ...checkTicks(evidence),
];
