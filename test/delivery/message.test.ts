import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { expect, test } from 'vitest';
import { buildMessage, type MessageInput } from '../../src/delivery/message.ts';
import { NOW } from './fixtures.ts';

const POSTAL_ADDRESS = '12 Main Street, Austin, TX 78701';
const LINK = `https://reports.example.com/unsubscribe?token=${'t'.repeat(300)}`;

const input: MessageInput = {
  runId: '0197a000-0000-7000-8000-000000000002',
  recipient: { email: 'ann@example.com', name: 'Ann Lee' },
  from: { name: 'Lone Star Realty', address: 'reports@lonestar.example' },
  replyTo: 'desk@lonestar.example',
  subject: 'Austin: median $512,000 – up 3 %',
  html: `<html><body><p>Austin\n.\n..</p><img src="cid:chart@report">${POSTAL_ADDRESS}<a href="${LINK}">x</a></body></html>`,
  text: `Austin\n.\n..\rend\n${POSTAL_ADDRESS}\n${LINK}`,
  postalAddress: POSTAL_ADDRESS,
  unsubscribeUrl: LINK,
  attachments: [
    { filename: 'report.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF-1.7 x') },
    { filename: 'chart.png', contentType: 'image/png', content: Buffer.from([1, 2, 3]), cid: 'chart@report' },
  ],
  date: NOW,
};
// What nodemailer writes for this input, in its order; anything else would be an injected header.
const HEADERS = [
  'auto-submitted',
  'content-type',
  'date',
  'from',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'message-id',
  'mime-version',
  'reply-to',
  'subject',
  'to',
];

test('the same input gives the same bytes, and their SHA-256', async () => {
  const [one, two] = [await buildMessage(input), await buildMessage(input)];
  expect(one.raw.equals(two.raw)).toBe(true);
  expect(one.sha256).toBe(createHash('sha256').update(one.raw).digest('hex'));
  const other = await buildMessage({ ...input, recipient: { email: 'bob@example.com' } });
  expect(other.messageId).not.toBe(one.messageId);
  expect((await buildMessage({ ...input, runId: 'other' })).messageId).not.toBe(one.messageId);
});

test('every line ends in CR LF, so that the digest is of the bytes that a server receives (D14)', async () => {
  const { raw } = await buildMessage(input);
  expect(raw.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  expect(raw.subarray(-2).toString()).toBe('\r\n');
});

test('a parser reads what was put in', async () => {
  const { raw, messageId } = await buildMessage(input);
  const mail = await simpleParser(raw);
  expect(mail).toMatchObject({ subject: input.subject, messageId, date: NOW });
  expect(mail.from?.value).toEqual([{ name: 'Lone Star Realty', address: 'reports@lonestar.example' }]);
  expect([mail.to].flat().map((field) => field?.value)).toEqual([[{ name: 'Ann Lee', address: 'ann@example.com' }]]);
  expect(mail.replyTo?.text).toBe('desk@lonestar.example');
  expect(mail.attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
    ['chart.png', 'image/png'],
    ['report.pdf', 'application/pdf'],
  ]);
  expect(mail.text).toContain('12 Main Street, Austin, TX 78701');
  expect(mail.headerLines.map(({ key }) => key).sort()).toEqual(HEADERS);
});

test('one click (RFC 8058): an https link, unbroken, and its companion (D5)', async () => {
  const lines = (await buildMessage(input)).raw.toString().split('\r\n');
  expect(lines).toContain(`List-Unsubscribe: <${input.unsubscribeUrl}>`);
  expect(lines).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
});

test('without a link there are no List headers; a link that is not https is refused (D5)', async () => {
  const { raw } = await buildMessage({ ...input, unsubscribeUrl: undefined });
  expect(raw.toString()).not.toMatch(/list-unsubscribe/i);
  const http = buildMessage({ ...input, unsubscribeUrl: 'http://reports.example.com/?token=x' });
  await expect(http).rejects.toMatchObject({ code: 'unsubscribe_not_https' });
});

test('a message that lacks what the law asks for is not built (D10)', async () => {
  for (const lacking of [{ html: '<p>Austin</p>' }, { text: `Austin ${LINK}` }]) {
    await expect(buildMessage({ ...input, ...lacking })).rejects.toMatchObject({ code: 'footer_missing' });
  }
});

test('a file path or URL as an attachment’s content is text, not read', async () => {
  const attachments = [{ filename: '/etc/passwd', contentType: 'text/plain', content: Buffer.from('inline') }];
  const mail = await simpleParser((await buildMessage({ ...input, attachments })).raw);
  expect(mail.attachments[0]).toMatchObject({ filename: '_etc_passwd', content: Buffer.from('inline') });
});

test('no field can add a header or a recipient (D13)', async () => {
  const evil = fc.constantFrom(
    '\r\n',
    '\n',
    '\r',
    '\u0000',
    '\u2028',
    '\u202e',
    '\u0085',
    '"',
    '<',
    '>',
    ',',
    ';',
    '?=',
    'é',
  );
  const headerText = fc
    .array(fc.oneof(evil, fc.constantFrom('Bcc: eve@evil.example', 'x', ' ', 'X-Evil: 1', '\r\n\r\n<b>'), fc.string()))
    .map((parts) => `Austin ${parts.join('')}`);
  await fc.assert(
    fc.asyncProperty(
      headerText,
      fc.constantFrom('subject', 'from', 'to', 'file', 'type', 'cid'),
      async (text, field) => {
        const { raw, subject } = await buildMessage(withText(field, text));
        const mail = await simpleParser(raw);
        expect(mail.headerLines.map(({ key }) => key).sort()).toEqual(HEADERS);
        expect([mail.to].flat().flatMap((one) => one?.value.map(({ address }) => address))).toEqual([
          'ann@example.com',
        ]);
        expect(mail.from?.value.map(({ address }) => address)).toEqual(['reports@lonestar.example']);
        expect(mail.attachments.length).toBe(2);
        expect(subject).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(mail.from?.value[0]?.name).not.toMatch(/\p{Cf}/u);
      },
    ),
    { numRuns: 300 },
  );
});

function withText(field: string, text: string): MessageInput {
  const [pdf, png] = input.attachments ?? [];
  if (pdf === undefined || png === undefined) throw new Error('the fixture has two attachments');
  switch (field) {
    case 'subject':
      return { ...input, subject: text };
    case 'from':
      return { ...input, from: { ...input.from, name: text } };
    case 'to':
      return { ...input, recipient: { ...input.recipient, name: text } };
    case 'file':
      return { ...input, attachments: [{ ...pdf, filename: text }, png] };
    case 'type':
      return { ...input, attachments: [{ ...pdf, contentType: text }, png] };
    default:
      return { ...input, attachments: [pdf, { ...png, cid: text }] };
  }
}

test.each(['recipient', 'from', 'replyTo'])('an address with a line break in %s is refused (D13)', async (field) => {
  const address = 'ann@example.com\r\nBcc: eve@evil.example';
  const changed = { recipient: { email: address }, from: { address }, replyTo: address }[field];
  await expect(buildMessage({ ...input, [field]: changed })).rejects.toMatchObject({ code: 'bad_address' });
});
