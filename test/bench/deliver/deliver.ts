import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createTransport } from 'nodemailer';
import { newId } from '../../../src/core/ids.ts';
import { createLog } from '../../../src/core/log.ts';
import { openPool, type Pool } from '../../../src/db/pool.ts';
import { deliverReport } from '../../../src/delivery/deliver.ts';
import { createSmtpTransport } from '../../../src/delivery/smtp.ts';
import type { Bench, BenchContext, BenchReport } from '../support/bench.ts';
import { bundle, withScratch } from '../support/scratch.ts';
import { NOW } from '../support/seed.ts';
import { startBenchServer } from '../support/server.ts';
import { alternate, median } from '../support/statistics.ts';

const SIZE = 80_000;
const CONNECTIONS = 3;
const ADDRESS = '12 Main Street, Austin, TX 78701';
const PDF = { filename: 'report.pdf', contentType: 'application/pdf', content: randomBytes(SIZE) };
const FROM = { name: 'Lone Star Realty', address: 'reports@lonestar.example' };
// As lines of a report are: short enough to be sent as they stand.
const BODY = `${'<tr><td style="padding:4px">1234 Oak Lane</td><td>$512,000</td></tr>\n'.repeat(SIZE / 70)}<p>${ADDRESS}</p>`;
const entry = fileURLToPath(new URL('sink.ts', import.meta.url));

const report = (link: string) => ({
  subject: 'Austin: median $512,000 – up 3 %',
  html: `<html><body>${BODY}<a href="${link}">Unsubscribe</a></body></html>`,
  text: `Austin\n\n${ADDRESS}\n${link}\n`,
  attachments: [PDF],
});

export const deliver: Bench = {
  summary: 'messages of 80 KB with a PDF of 80 KB, ledger included, against nodemailer alone with the same pool',
  run: async (context) => {
    const server = await startBenchServer();
    try {
      const template = await server.prepare(async () => {});
      return await template.use((url) =>
        withScratch((folder) => withSink(folder, (port) => measure(url, port, context))),
      );
    } finally {
      await server.close();
    }
  },
};

async function withSink<T>(folder: string, work: (port: number) => Promise<T>): Promise<T> {
  const program = join(folder, 'sink.mjs');
  await bundle({ entryPoints: [entry] }, program);
  const sink: ChildProcess = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    if (!sink.stdout) throw new Error('the sink has no output');
    const { value } = await createInterface({ input: sink.stdout })[Symbol.asyncIterator]().next();
    return await work(Number(value));
  } finally {
    sink.kill();
  }
}

async function measure(url: string, port: number, { once, progress }: BenchContext): Promise<BenchReport> {
  const count = once ? 60 : 1_000;
  const recipients = Array.from({ length: count }, (_, i) => `reader-${i}@example.com`);
  const pool = openPool(url, { max: 8 });
  try {
    progress(`${count} messages a round`);
    const contestants = {
      reportctl: () => timed(() => deliverAll(pool, port, recipients)),
      nodemailer: () => timed(() => sendAll(port, recipients)),
    };
    await alternate(contestants, 1);
    const times = await alternate(contestants, once ? 1 : 7);
    return {
      figures: [
        { name: `reportctl, ${count} messages`, unit: 's', values: times.reportctl },
        { name: `nodemailer alone, ${count} messages`, unit: 's', values: times.nodemailer },
      ],
      ratios: [
        {
          name: 'reportctl / nodemailer alone',
          value: median(times.reportctl) / median(times.nodemailer),
          atMost: 1.3,
        },
      ],
      notes: [`${CONNECTIONS} connections each; the mail server is a process of its own; commits are durable.`],
    };
  } finally {
    await pool.end();
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

async function sendAll(port: number, recipients: readonly string[]): Promise<void> {
  const mailer = createTransport({ pool: true, host: '127.0.0.1', port, ignoreTLS: true, maxConnections: CONNECTIONS });
  await Promise.all(
    recipients.map((to) => mailer.sendMail({ from: FROM, to, ...report(`https://reports.example.com/u?token=${to}`) })),
  );
  mailer.close();
}

const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
const log = createLog({ level: 'info', stream: silent, redact: (text) => text, readable: false });

async function deliverAll(pool: Pool, port: number, recipients: readonly string[]): Promise<void> {
  const run = { id: newId(), token: newId(), accountId: newId() };
  await pool.query(
    `insert into schedule_runs (id, schedule_id, account_id, trigger, scheduled_for, status, attempt, claim_token,
       lease_until, created_at, started_at) values ($1, $2, $3, 'manual', $4, 'running', 1, $5, $4, $4, $4)`,
    [run.id, newId(), run.accountId, NOW, run.token],
  );
  const transport = createSmtpTransport({ url: `smtp://127.0.0.1:${port}`, maxConnections: CONNECTIONS });
  const { counts } = await deliverReport({
    ...{ db: pool, run, transport, log, clock: { now: () => NOW }, signal: new AbortController().signal },
    recipients: recipients.map((email) => ({ email })),
    render: ({ unsubscribeUrl = '' }) => report(unsubscribeUrl),
    sender: {
      from: FROM,
      postalAddress: ADDRESS,
      unsubscribe: { baseUrl: 'https://reports.example.com/u', secret: 'a secret of more than sixteen characters' },
    },
  });
  transport.close();
  if (counts.sent !== recipients.length) throw new Error(`Only ${counts.sent} of ${recipients.length} were sent.`);
}
