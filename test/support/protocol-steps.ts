import type { Step } from './tcp-proxy.ts';

export interface Piece {
  bytes: Buffer;
  /** Set where the piece is a whole request or answer. */
  step?: Step;
}

/** Cuts the two directions of one connection into requests and answers; null stands for the end of the stream. */
export interface Splitter {
  requests(chunk: Buffer | null): Piece[];
  answers(chunk: Buffer | null): Piece[];
}

/** Requests end in Query or Sync, answers in ReadyForQuery: https://www.postgresql.org/docs/current/protocol.html */
export function postgresSteps(): Splitter {
  const [toServer, toClient] = [new Frames(true), new Frames(false)];
  const asked: string[] = [];
  const request = new Pieces();
  const answer = new Pieces();
  let [text, loggedIn, begun] = ['', false, false];
  const onRequest = (frame: Buffer): Piece[] => {
    const type = loggedIn ? String.fromCharCode(frame[0] ?? 0) : '';
    request.add(frame);
    if (type === 'Q' || type === 'P' || type === 'B') text ||= statementOf(type, frame);
    if (type !== 'Q' && type !== 'S' && type !== 'X' && type !== '') return [];
    if (type === 'X' || type === '') return [{ bytes: request.take() }];
    const step: Step = { side: 'before', text, inTransaction: begun };
    asked.push(text);
    // Requests may be sent before the answers to those ahead of them, so that the server's word comes too late here.
    if (/^(begin|commit|rollback)/.test(text)) begun = text.startsWith('begin');
    text = '';
    return [{ bytes: request.take(), step }];
  };
  const onAnswer = (frame: Buffer): Piece[] => {
    answer.add(frame);
    const ready = frame[0] === 0x5a;
    if (loggedIn && !ready) return [];
    if (!loggedIn) {
      loggedIn = ready;
      return [{ bytes: answer.take() }];
    }
    const inTransaction = frame[5] !== 0x49;
    return [{ bytes: answer.take(), step: { side: 'after', text: asked.shift() ?? '', inTransaction } }];
  };
  return {
    requests: (chunk) => (chunk ? toServer.add(chunk).flatMap(onRequest) : []),
    // A server that goes away says why in an answer of its own.
    answers: (chunk) => (chunk ? toClient.add(chunk).flatMap(onAnswer) : [{ bytes: answer.take() }]),
  };
}

function statementOf(type: string, frame: Buffer): string {
  const [first = '', second = ''] = frame.subarray(5).toString('utf8').split('\0', 2);
  // Parse: its name, else its text; Bind: portal, then the statement's name; Query: the text.
  const text = type === 'B' ? second : first || second;
  return text.replace(/\s+/g, ' ').trim().slice(0, 500);
}

class Pieces {
  #pieces: Buffer[] = [];

  add(piece: Buffer): void {
    this.#pieces.push(piece);
  }

  take(): Buffer {
    return Buffer.concat(this.#pieces.splice(0));
  }
}

class Frames {
  #rest = Buffer.alloc(0);
  #untyped: boolean;

  /** @param untyped the first frame has no type byte: a client's start-up message */
  constructor(untyped: boolean) {
    this.#untyped = untyped;
  }

  add(chunk: Buffer): Buffer[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const frames: Buffer[] = [];
    for (;;) {
      const head = this.#untyped ? 0 : 1;
      if (this.#rest.length < head + 4) return frames;
      const size = head + this.#rest.readUInt32BE(head);
      if (this.#rest.length < size) return frames;
      frames.push(this.#rest.subarray(0, size));
      this.#rest = this.#rest.subarray(size);
      this.#untyped = false;
    }
  }
}

const SMTP_COMMAND = /^(EHLO|MAIL FROM|RCPT TO|DATA|RSET|QUIT|\.$)/;

/** Each write of either side is a step: commands, often pipelined, and replies; a message's body is a few pieces. */
export function smtpSteps(): Splitter {
  let asked = 'greeting';
  return {
    requests: (chunk) => {
      if (!chunk) return [];
      const text = chunk.subarray(0, 200).toString('utf8').replaceAll('\r\n', ' ').trim();
      asked = SMTP_COMMAND.test(text) ? text : 'part of the message';
      return [{ bytes: chunk, step: { side: 'before', text: asked, inTransaction: false } }];
    },
    answers: (chunk) => (chunk ? [{ bytes: chunk, step: { side: 'after', text: asked, inTransaction: false } }] : []),
  };
}
