import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Splitter } from './protocol-steps.ts';

/** A point between a client's request and the server's answer, or after the answer and before the client has it. */
export interface Step {
  side: 'before' | 'after';
  /** What is asked for: the statement or its name, the SMTP command. */
  text: string;
  /** The connection has a transaction open. */
  inTransaction: boolean;
}

/** `pass` lets the bytes through; `cut` drops them and closes both connections. A promise freezes the connection. */
export type Verdict = 'pass' | 'cut';
export type Gate = (step: Step) => Verdict | Promise<Verdict>;

export interface TcpProxy {
  port: number;
  /** Asked at each step; replace it at any time. */
  gate: Gate;
  /** From now on nothing passes, in either direction, on old and new connections: a half-open network. */
  silence(): void;
  /** Cuts every connection that is open now. */
  cutAll(): void;
  /** Resolves once the server has closed its end of every connection: its rollbacks are done. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

/** Stands between a client and the server on 127.0.0.1:`target`, and asks `gate` before each request and answer. */
export async function startTcpProxy(target: number, splitter: () => Splitter): Promise<TcpProxy> {
  const links = new Set<Link>();
  let silent = false;
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const pass = (step: Step | undefined): Verdict | Promise<Verdict> => {
      if (silent) return new Promise(() => {});
      return step ? proxy.gate(step) : 'pass';
    };
    const link = openLink(client, target, splitter(), pass);
    links.add(link);
    void link.ended.then(() => links.delete(link));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: TcpProxy = {
    port: (server.address() as AddressInfo).port,
    gate: () => 'pass',
    silence: () => {
      silent = true;
    },
    cutAll: () => {
      for (const link of links) link.cut();
    },
    quiet: async () => void (await Promise.all([...links].map(({ ended }) => ended))),
    close: async () => {
      for (const { client, upstream } of links) for (const socket of [client, upstream]) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
}

interface Link {
  client: Socket;
  upstream: Socket;
  cut(): void;
  ended: Promise<void>;
}

type Pass = (step: Step | undefined) => Verdict | Promise<Verdict>;

function openLink(client: Socket, target: number, { requests, answers }: Splitter, pass: Pass): Link {
  const upstream = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true });
  // A killed client resets its connection; what matters is what happens next.
  for (const socket of [client, upstream]) socket.setNoDelay(true).on('error', () => {});
  let cut = () => {};
  const isCut = new Promise<Verdict>((resolve) => {
    cut = () => {
      client.destroy();
      // Not destroyed: the server's own close tells when it has rolled back.
      upstream.end();
      resolve('cut');
    };
  });
  // What a frozen gate holds back is let go by a cut: a socket closes only when its last byte has been read.
  const passUntilCut: Pass = (step) => Promise.race([pass(step), isCut]);
  void pump({ from: client, to: upstream, split: requests }, passUntilCut, cut);
  void pump({ from: upstream, to: client, split: answers }, passUntilCut, cut);
  const ended = new Promise<void>((resolve) => upstream.once('close', () => resolve()));
  void ended.then(() => client.destroy());
  return { client, upstream, cut: () => cut(), ended };
}

interface Direction {
  from: Socket;
  to: Socket;
  split: Splitter['requests'];
}

async function pump({ from, to, split }: Direction, pass: Pass, cut: () => void): Promise<void> {
  let isCut = false;
  try {
    for await (const chunk of from.iterator({ destroyOnReturn: false })) {
      for (const { bytes, step } of isCut ? [] : split(chunk)) {
        isCut ||= (await pass(step)) === 'cut';
        if (isCut) cut();
        else to.write(bytes);
      }
    }
  } catch {
    // A reset is an end like any other.
  }
  // What a server said before it went away, such as why.
  for (const { bytes } of isCut ? [] : split(null)) to.write(bytes);
  to.end();
}
