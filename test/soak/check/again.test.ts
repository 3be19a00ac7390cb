import { describe, expect, test } from 'vitest';
import type { AgainEvidence, Evidence } from '../evidence.ts';
import { at, DUE, first, messageIdOf, rulesBroken, run } from './planted.ts';

const ROOT = `run-${DUE[0]}`;
const [REACHED, LOST] = ['a@example.com', 'b@example.com'];
const ASKED = at('2033-03-12T20:00:00Z');

/** The server dropped the connection after the final dot: whether it arrived is not known. */
function lose(evidence: Evidence): void {
  const [row, mail, made] = [
    evidence.deliveries.find(({ runId, recipient }) => runId === ROOT && recipient === LOST),
    evidence.mails.find(({ messageId }) => messageId === messageIdOf(ROOT, LOST)),
    evidence.runs.find(({ id }) => id === ROOT),
  ];
  Object.assign(row ?? {}, { status: 'unknown' });
  Object.assign(mail ?? {}, { fate: 'dropped' });
  Object.assign(made ?? {}, { status: 'partial', errorCode: 'delivery_failed' });
}

/** A run of the same report, sent to one recipient. */
function repeat(evidence: Evidence, to: string, kind?: AgainEvidence['kind'], asked = ASKED): void {
  const id = `again-${asked}`;
  const stamps = { createdAt: asked, startedAt: asked + 1_000, finishedAt: asked + 9_000 };
  evidence.runs.push({ ...run(first(DUE)), ...stamps, id, trigger: 'manual', retryOf: ROOT });
  const messageId = messageIdOf(id, to);
  evidence.deliveries.push({
    ...{ runId: id, recipient: to, status: 'sent', messageId, response: '250 OK', updatedAt: asked + 8_000 },
  });
  evidence.mails.push({ at: asked + 8_000, to, messageId, fate: 'accepted' });
  if (kind) evidence.again.push({ kind, of: ROOT, from: asked, to: asked });
}

/** In spite of its `unknown`, the first message arrived. */
const arrive = (evidence: Evidence): void => {
  const mail = evidence.mails.find(({ messageId }) => messageId === messageIdOf(ROOT, LOST));
  Object.assign(mail ?? {}, { fate: 'accepted' });
  evidence.disruptions.push({ what: 'kill', from: first(DUE), to: first(DUE) });
};

describe('the soak’s checker of reports that are sent again', () => {
  test.for<[string, (evidence: Evidence) => void]>([
    ['whose answer was lost', () => {}],
    ['whose answer was lost though it had arrived', arrive],
  ])('has nothing to say of one to somebody %s, when it was asked for', ([, plant]) => {
    const rules = rulesBroken((evidence) => {
      lose(evidence);
      plant(evidence);
      repeat(evidence, LOST, 'resend');
    });
    expect(rules).toEqual([]);
  });

  test.for<[string, string, (evidence: Evidence) => void]>([
    ['that nobody asked for', 'repeated as asked', (evidence) => repeat(evidence, LOST)],
    [
      'to an unknown by a mere retry',
      'nothing after an unknown unasked',
      (evidence) => repeat(evidence, LOST, 'retry'),
    ],
    [
      'twice to an unknown by a mere retry, as it arrived',
      'one mail a recipient and report',
      (evidence) => {
        arrive(evidence);
        repeat(evidence, LOST, 'retry');
      },
    ],
    ['to somebody who was reached', 'resent to the unknown alone', (evidence) => repeat(evidence, REACHED, 'resend')],
    [
      'once more after it surely arrived',
      'nothing after a sent',
      (evidence) => {
        repeat(evidence, LOST, 'resend');
        repeat(evidence, LOST, 'resend', ASKED + 3_600_000);
      },
    ],
    [
      'and counted again',
      'each report counts once',
      (evidence) => {
        repeat(evidence, LOST, 'resend');
        evidence.generations.push({
          ...{ runId: `again-${ASKED}`, accountId: 'account', status: 'completed', createdAt: ASKED },
        });
      },
    ],
  ])('reports one %s', ([, rule, plant]) => {
    const rules = rulesBroken((evidence) => {
      lose(evidence);
      plant(evidence);
    });
    expect(rules).toContain(rule);
  });
});
