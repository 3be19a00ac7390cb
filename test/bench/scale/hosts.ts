import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

interface Host {
  child: ChildProcess;
  lines: AsyncIterator<string>;
}

export interface HostsRun {
  /** From the word to the end of the last. */
  seconds: number;
  /** The runs that each host made. */
  made: string[][];
}

/** Lets so many hosts' ticks begin at once, in processes that are loaded already. @throws when one of them fails */
export async function runHosts(program: string, url: string, count: number, waitMs: number): Promise<HostsRun> {
  const hosts = Array.from({ length: count }, (_, i) => startHost([program, url, `host-${i}`, String(waitMs)]));
  try {
    await Promise.all(hosts.map(({ lines }) => lines.next()));
    const began = performance.now();
    for (const { child } of hosts) child.stdin?.write('go\n');
    const answers = await Promise.all(hosts.map(({ lines }) => lines.next()));
    const seconds = (performance.now() - began) / 1000;
    const made = answers.map(({ value, done }) => {
      if (done) throw new Error('A host ended without an answer.');
      return JSON.parse(value) as string[];
    });
    return { seconds, made };
  } finally {
    await Promise.all(hosts.map(({ child }) => ended(child)));
  }
}

function startHost(args: string[]): Host {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH },
    stdio: ['pipe', 'ignore', 'inherit', 'pipe'],
  });
  const lines = createInterface({ input: child.stdio[3] as Readable })[Symbol.asyncIterator]();
  return { child, lines };
}

async function ended(child: ChildProcess): Promise<void> {
  child.stdin?.end();
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
