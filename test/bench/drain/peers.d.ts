// What the benchmark uses of the peers. They are installed apart, so their own types may not be there.
declare module 'graphile-worker' {
  interface Runner {
    stop(): Promise<void>;
    promise: Promise<void>;
  }
  export class Logger {
    constructor(factory: () => (level: string, message: string) => void);
  }
  export function runMigrations(options: { connectionString: string; logger: Logger }): Promise<void>;
  export function run(options: {
    connectionString?: string;
    preset: { worker: Record<string, unknown> };
    taskList: Record<string, (payload: unknown) => Promise<void>>;
    logger: Logger;
    noHandleSignals: boolean;
  }): Promise<Runner>;
}

declare module 'pg-boss' {
  interface Db {
    executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  }
  export class PgBoss {
    constructor(options: Record<string, unknown>);
    on(event: 'error', listener: (error: Error) => void): this;
    start(): Promise<this>;
    stop(options?: { graceful?: boolean; close?: boolean }): Promise<void>;
    createQueue(name: string): Promise<void>;
    insert(name: string, jobs: { data: object }[], options?: { db?: Db }): Promise<string[] | null>;
    fetch(name: string, options: { batchSize: number }): Promise<{ id: string; data: { runId: string } }[]>;
    complete(name: string, ids: string[]): Promise<unknown>;
  }
}
