import { describe, expect, test } from 'vitest';
import type { Evidence, Setting, StepEvidence } from '../evidence.ts';
import { rulesBroken } from './planted.ts';

/** On between 1,000 and 2,000, where it takes effect and ends within ten. */
const HOLD: Setting<boolean>[] = [
  { value: true, from: 1_000, to: 1_010 },
  { value: false, from: 2_000, to: 2_010 },
];

const stepAt = (at: number, what: StepEvidence['what'] = 'send') => {
  const plant = (evidence: Evidence): void => {
    evidence.holds = HOLD;
    evidence.steps.push({ what, id: 'run', at });
  };
  return rulesBroken(plant);
};

describe('the soak’s checker of holds', () => {
  test.for([500, 1_005, 2_005, 3_000])('has nothing to say of a message let go at %i', (at) => {
    expect(stepAt(at)).toEqual([]);
  });

  test.for<StepEvidence['what']>(['send', 'claim', 'notice'])('reports a %s under a hold', (what) => {
    expect(stepAt(1_500, what)).toEqual(['nothing during a hold']);
  });

  test('knows no end of a hold that nobody took off', () => {
    const rules = rulesBroken((evidence) => {
      evidence.holds = HOLD.slice(0, 1);
      evidence.steps.push({ what: 'claim', id: 'run', at: 9_000 });
    });
    expect(rules).toEqual(['nothing during a hold']);
  });
});
