import type { CliHost, CliResult } from '../support/cli.ts';

export interface Serving {
  url: string;
  /** Stops it as SIGTERM would, and resolves to how the command ended. */
  stop(): Promise<CliResult>;
}

/** Runs serve-unsubscribe on a free port until it is stopped. */
export function serveUnsubscribe(host: CliHost, ...options: string[]): Promise<Serving> {
  const signal = new AbortController();
  return new Promise((resolve, reject) => {
    const stop = () => {
      signal.abort();
      return ended;
    };
    const onStdout = (text: string) => {
      const url = /listening on (\S+)/.exec(text)?.[1];
      if (url !== undefined) resolve({ url, stop });
    };
    const ended = host.runWith({ stop: signal.signal, onStdout }, 'serve-unsubscribe', '--port', '0', ...options);
    void ended.then(({ stderr }) => reject(new Error(`it ended: ${stderr}`)));
  });
}
