import type { Random } from '../../../src/listings/sample/random.ts';
import type { DataBehaviour, Refusal, SmtpScript } from '../../support/smtp-server.ts';
import type { Gate } from '../../support/tcp-proxy.ts';
import type { MailFault } from '../plan/script.ts';
import { GONE } from '../plan/world.ts';

const GONE_FOR_GOOD: Refusal = { code: 550, text: 'no such user' };
const REFUSALS: Partial<Record<MailFault, Refusal>> = {
  temporary: { code: 451, text: 'try again later' },
  permanent: { code: 554, text: 'not wanted here' },
};
const DROPS: Partial<Record<MailFault, DataBehaviour>> = {
  before_dot: 'drop_before_dot',
  after_dot: 'drop_after_dot',
};

/** What the mail server and the network before it do at the moment. */
export class MailWeather {
  readonly #random: Random;
  #fault: MailFault | undefined;
  #share = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  set(fault: MailFault, share: number): void {
    this.#fault = fault;
    this.#share = share;
  }

  clear(): void {
    this.#fault = undefined;
  }

  #strikes(fault: MailFault | undefined): fault is MailFault {
    return fault !== undefined && this.#random.uniform() < this.#share;
  }

  get script(): SmtpScript {
    return {
      mail: () => (this.#fault === 'busy' && this.#strikes('busy') ? { code: 421, text: 'closing' } : undefined),
      rcpt: (address) => {
        if (address === GONE) return GONE_FOR_GOOD;
        const fault = this.#fault;
        return this.#strikes(fault) ? REFUSALS[fault] : undefined;
      },
      data: () => {
        const fault = this.#fault;
        return (this.#strikes(fault) ? DROPS[fault] : undefined) ?? 'accept';
      },
    };
  }

  /** The server's word on a whole message, lost on its way. */
  get gate(): Gate {
    return ({ side, text }) => {
      const answer = side === 'after' && (text === '.' || text === 'part of the message');
      return answer && this.#fault === 'answer_cut' && this.#strikes('answer_cut') ? 'cut' : 'pass';
    };
  }
}
