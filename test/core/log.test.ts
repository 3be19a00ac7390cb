import { expect, test } from 'vitest';
import { createLog } from '../../src/core/log.ts';
import { createRedactor } from '../../src/core/redact.ts';

function capture(options: { readable?: boolean; level?: string } = {}) {
  const lines: string[] = [];
  const stream = { write: (line: string) => lines.push(line) > 0 };
  const redact = createRedactor(['hush-hush']);
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
