import type { Readable, Writable } from 'node:stream';

/** What a command may touch of its process; handed in, so that a command is testable without one. */
export interface Io {
  readonly stdin: Readable & { isTTY?: boolean };
  readonly stdout: Writable & { isTTY?: boolean; columns?: number };
  readonly stderr: Writable & { isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The user's home folder, for the embedded database's place. */
  readonly home: string | undefined;
  /** Aborted by the first SIGTERM or SIGINT: stop taking on work. */
  readonly stop: AbortSignal;
  /** Of --log-level: it precedes LOG_LEVEL and what a command would log of itself. */
  readonly logLevel?: string | undefined;
}
