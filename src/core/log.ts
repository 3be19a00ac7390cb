import type { Writable } from 'node:stream';
import { type Logger, pino, stdTimeFunctions } from 'pino';
import { visible, visibleJson } from './visible.ts';

export type Log = Logger;

export interface LogOptions {
  level: string;
  /** Where whole lines go; stderr in production. */
  stream: Pick<Writable, 'write'>;
  /** Removes secrets and addresses from a finished line. */
  redact: (text: string) => string;
  /** Lines for eyes instead of JSON. */
  readable: boolean;
}

const LEVEL_NAMES: Record<number, string> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

/**
 * One line per event. Redaction works on the finished line, so that nothing reaches the stream past it, whatever
 * field or error text it hides in.
 */
export function createLog({ level, stream, redact, readable }: LogOptions): Log {
  const write = (line: string) => {
    stream.write(readable ? readableLine(redact(line)) : visibleJson(redact(line)));
  };
  return pino({ level, base: null, timestamp: stdTimeFunctions.isoTime }, { write });
}

function readableLine(line: string): string {
  const { level, time, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const details = Object.entries(fields).map(([key, value]) => `${key}=${oneLine(value)}`);
  const words = [String(time).slice(11, 19), (LEVEL_NAMES[Number(level)] ?? 'info').padEnd(5), msg, ...details];
  return `${visible(words.join(' '))}\n`;
}

function oneLine(value: unknown): string {
  return typeof value === 'string' && /^[\w.:+/@-]+$/.test(value) ? value : JSON.stringify(value);
}
