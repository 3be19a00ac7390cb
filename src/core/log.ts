import type { Writable } from 'node:stream';
import { type Logger, pino, stdTimeFunctions } from 'pino';
import { parsed, redactLine } from './redact-line.ts';
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
    const clean = redactLine(line, redact);
    stream.write(readable ? readableLine(clean, level === 'debug') : visibleJson(clean));
  };
  return pino({ level, base: null, timestamp: stdTimeFunctions.isoTime }, { write });
}

/** Of an unexpected error (`err`) its message; where people look for what is wrong its stack, on lines of its own. */
function readableLine(line: string, stacks: boolean): string {
  const parts = parsed(line);
  if (parts === undefined) return `${visible(line.trimEnd())}\n`;
  const { level, time, msg, err, ...fields } = parts;
  const { message, stack } = { message: err, ...(typeof err === 'object' ? err : {}) } as Record<string, unknown>;
  const shown = message === undefined ? fields : { ...fields, err: message };
  const details = Object.entries(shown).map(([key, value]) => `${key}=${oneLine(value)}`);
  const words = [String(time).slice(11, 19), (LEVEL_NAMES[Number(level)] ?? 'info').padEnd(5), msg, ...details];
  return `${visible(words.join(' '))}\n${stacks && typeof stack === 'string' ? stackLines(stack) : ''}`;
}

function oneLine(value: unknown): string {
  return typeof value === 'string' && /^[\w.:+/@-]+$/.test(value) ? value : JSON.stringify(value);
}

const stackLines = (stack: string): string => `${stack.split('\n').map(visible).join('\n')}\n`;
