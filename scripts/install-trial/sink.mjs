// A mail server that takes everything and writes a line for each message: recipient, subject. Whoever is called slow waits
// so long for its answer that the next ticks come meanwhile. Beside it a page for `reportctl ping`.
// Usage: node sink.mjs <file of lines> <file of ports>
import { appendFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

const [lines, ports] = process.argv.slice(2);
const SLOW_MS = 100_000;

const mail = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  async onData(stream, session, answer) {
    const [, subject] = /^subject: (.*)$/im.exec(await text(stream)) ?? [];
    const [{ address }] = session.envelope.rcptTo;
    appendFileSync(lines, `${address}\t${subject}\n`);
    setTimeout(answer, address.startsWith('slow') ? SLOW_MS : 0);
  },
});
const pings = createServer((_, answer) => answer.end('awake\n'));

mail.listen(0, '127.0.0.1', () =>
  pings.listen(0, '127.0.0.1', () =>
    writeFileSync(ports, `smtp_port=${mail.server.address().port}\nhttp_port=${pings.address().port}\n`),
  ),
);
