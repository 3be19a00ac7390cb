import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/core/log.ts';
import { createRedactor } from '../../src/core/redact.ts';

function capture(options: { readable?: boolean; level?: string } = {}) {
  const lines: string[] = [];
  const stream = { write: (line: string) => lines.push(line) > 0 };
  const redact = createRedactor(['hush-hush', '1234']);
  const log = createLog({ level: options.level ?? 'debug', stream, redact, readable: options.readable ?? false });
  return { log, lines };
}

test('a line is one JSON object with time, level, fields and message', () => {
  const { log, lines } = capture();
  log.child({ runId: 'r1' }).warn({ attempt: 2 }, 'retrying');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 40, runId: 'r1', attempt: 2, msg: 'retrying' });
});

test('no secret and no address passes, whatever field, error or level it hides in (S3)', () => {
  for (const readable of [false, true]) {
    const { log, lines } = capture({ readable });
    log.debug({ a: { deep: 'hush-hush' } }, 'to ann@example.com');
    log.error({ error: new Error('535 ann@example.com hush-hush').message }, 'failed');
    log.info({ err: new Error('smtp://u:hush-hush@h') }, 'x');
    expect(lines).toHaveLength(3);
    expect(lines.join('')).not.toMatch(/hush|ann@/);
  }
});

test('on a terminal it reads as a sentence, and a line break in a field stays inside its line', () => {
  const { log, lines } = capture({ readable: true });
  log.info({ city: 'Oak\nRidge' }, 'made');
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d info {2}made city="Oak\\nRidge"\n$/);
});

test('nothing in a message or a field steers a terminal or begins a line (S3)', () => {
  for (const readable of [false, true]) {
    const { log, lines } = capture({ readable });
    log.warn({ name: 'a\u001b[2J\u009b8m\u202eb' }, 'answer: \u001b]0;x\u0007\r\n10:00:00 info  all delivered\u009b2J');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  }
});

test('what is below the level is not written', () => {
  const { log, lines } = capture({ level: 'error' });
  log.warn('no');
  expect(lines).toEqual([]);
});

test('a secret of digits leaves other numbers, and the line, whole', () => {
  const { log, lines } = capture();
  log.info({ totalMs: 12345, pin: 1234, at: ['x1234', { 1234: true }] }, 'pin 1234');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    totalMs: 12345,
    pin: '[redacted]',
    at: ['x[redacted]', { '[redacted]': true }],
    msg: 'pin [redacted]',
  });
  const terminal = capture({ readable: true });
  terminal.log.info({ totalMs: 12345, pin: 1234 }, 'made');
  expect(terminal.lines[0]).toMatch(/ made totalMs=12345 pin="\[redacted\]"\n$/);
});

describe('an unexpected error', () => {
  const cause = new Error('connect postgres://ann:pw@db.example.com/x');
  const err = new TypeError('no hush-hush', { cause });

  test('is written with its stack and its causes, redacted', () => {
    const { log, lines } = capture();
    log.error({ err }, 'run failed');
    const written = JSON.parse(lines[0] ?? '');
    expect(written.err.type).toBe('TypeError');
    expect(written.err.stack).toMatch(/no \[redacted\]\n +at .*log\.test\.ts.*caused by: .*\[redacted\]@db\.example/s);
    expect(lines[0]).not.toMatch(/hush|ann:pw/);
  });

  test('takes one line on a terminal, and its stack follows where debug asks for it', () => {
    const [terse, debug] = [capture({ readable: true, level: 'info' }), capture({ readable: true })];
    for (const { log } of [terse, debug]) log.error({ err }, 'run failed');
    expect(terse.lines[0]).toMatch(/^[^\n]* run failed err="no \[redacted\][^\n]*"\n$/);
    expect(debug.lines[0]).toMatch(/ run failed err=.*\nTypeError: no \[redacted\].*\n +at .*\ncaused by: /s);
    expect(debug.lines[0]).not.toMatch(/hush|ann:pw/);
  });
});
