import { createServer } from 'node:net';

// What a database with nothing to do says to the idle tick, a message for each of its statements.
const TIMESTAMPTZ = 1184;
const INT4 = 23;
const BOOL = 16;
const STATE = ['hold', 'due', 'ready', 'lost', 'notices', 'backfill', 'waiting'];

/**
 * A server that knows PostgreSQL's protocol as far as the idle tick uses it, so that V8 meets at the build all that the
 * crontab runs each minute: a function that has not run has not been compiled.
 */
export async function startIdleDatabase(schemaVersion) {
  const answers = [
    answerOf([['now', TIMESTAMPTZ, new Date().toISOString()]]),
    answerOf([
      ['version', INT4, String(schemaVersion)],
      ['compatible_from', INT4, '1'],
    ]),
    answerOf(STATE.map((name) => [name, BOOL, 'f'])),
  ];
  const server = createServer((socket) => {
    let begun = false;
    socket.on('error', () => {});
    socket.on('data', (data) => {
      if (!begun) socket.write(Buffer.concat([message('R', int32(0)), ready]));
      else for (let n = statementsIn(data); n > 0; n--) socket.write(answers.shift() ?? ready);
      begun = true;
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `postgres://reportctl@127.0.0.1:${server.address().port}/none`, close: () => server.close() };
}

/** Simple queries, and the syncs that end extended ones. */
function statementsIn(data) {
  let [count, at] = [0, 0];
  while (at < data.length) {
    if ('QS'.includes(String.fromCharCode(data[at]))) count++;
    at += 1 + data.readInt32BE(at + 1);
  }
  return count;
}

function answerOf(columns) {
  const fields = columns.map(([name, type]) =>
    Buffer.concat([text(name), int32(0), int16(0), int32(type), int16(-1), int32(-1), int16(0)]),
  );
  const values = columns.map(([, , value]) => Buffer.concat([int32(value.length), Buffer.from(value)]));
  return Buffer.concat([
    message('T', int16(columns.length), ...fields),
    message('D', int16(columns.length), ...values),
    message('C', text('SELECT 1')),
    ready,
  ]);
}

function message(type, ...parts) {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

const text = (value) => Buffer.from(`${value}\0`);

function int32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int16(value) {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

const ready = message('Z', Buffer.from('I'));
