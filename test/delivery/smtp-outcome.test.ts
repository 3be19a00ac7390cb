import { expect, test } from 'vitest';
import { outcomeOfError } from '../../src/delivery/smtp-outcome.ts';

const error = (fields: object) => Object.assign(new Error('550 <ann@example.com> for user:secret'), fields);

test.each([
  [{ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550, response: '550 no' }, 'permanent', 'permanent'],
  [{ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 450, response: '450 no' }, 'temporary', 'temporary'],
  [{ code: 'EMESSAGE', command: 'DATA', responseCode: 554, response: '554 no' }, 'permanent', 'permanent'],
  [{ code: 'EMESSAGE', command: 'DATA', responseCode: 354, response: '354 go' }, 'not_sent', 'unknown'],
  [{ code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550, response: '550 no' }, 'not_sent', 'permanent'],
  [{ code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535, response: '535 no' }, 'not_sent', 'permanent'],
  [{ code: 'ECONNECTION', command: 'CONN', responseCode: 421, response: '421 busy' }, 'not_sent', 'temporary'],
  [{ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 421, response: '421 busy' }, 'not_sent', 'temporary'],
  [{ code: 'ECONNECTION', command: 'CONN' }, 'not_sent', 'unknown'],
  [{ code: 'ETIMEDOUT', command: 'CONN' }, 'not_sent', 'unknown'],
  [{ code: 'ESOCKET' }, 'not_sent', 'unknown'],
  [{ code: 'EDNS' }, 'not_sent', 'unknown'],
  [{ code: 'ETLS' }, 'not_sent', 'unknown'],
  [{ code: 'EABORT' }, 'not_sent', 'unknown'],
  [{}, 'not_sent', 'unknown'],
])('%j: before the final dot %s, after it %s', (fields, before, after) => {
  expect(outcomeOfError(error(fields), 'before_final_dot').status).toBe(before);
  expect(outcomeOfError(error(fields), 'after_final_dot').status).toBe(after);
});

test.each(['EAUTH', 'EDNS', 'ETLS', 'EABORT', 'ESOCKET', 'EENVELOPE'])(
  '%s: the sentence repeats nothing of the error',
  (code) => {
    const outcome = outcomeOfError(error({ code, command: 'MAIL FROM' }), 'before_final_dot');
    expect(outcome.status === 'not_sent' ? outcome.error.message : 'other').not.toMatch(/other|secret|@/);
  },
);
