import { html } from '../../reports/html.ts';

/** What a notice says, as facts. */
export type NoticeFacts =
  | { kind: 'schedule_paused'; account: string; schedule: string; errorCode: string | null }
  | {
      kind: 'limit_warning' | 'limit_reached';
      account: string;
      used: number;
      limit: number;
      /** First instant of the next month. */
      renews: Date;
      timezone: string;
      /** The plan lets the account pass its limit. */
      overage: boolean;
    };

export interface NoticeText {
  subject: string;
  html: string;
  text: string;
}

/**
 * Why reports fail, in the customer's words. The recorded sentence is for operators, and a feed's or mail server's text
 * may stand in it: a notice never repeats it (R12).
 */
const REASONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    no_such_place: 'The city or postal code that it is about was not found among the listings.',
    no_area: 'It names neither a city nor a postal code.',
    bad_filter: 'One of its filters cannot be used.',
    unknown_audience: 'The readers that it is meant for are no longer offered as a choice.',
    unknown_report_type: 'Its kind of report is no longer offered.',
    bad_zone: 'Its time zone is not known.',
    postal_address_missing: 'Your account has no postal address, which every message has to show.',
    delivery_failed: "None of its recipients' mail servers took it.",
  }),
);
const OTHER_REASON = 'It could not be made with its present settings.';

/** The words of a notice, the same in both parts. */
export function noticeText(facts: NoticeFacts): NoticeText {
  const { subject, paragraphs } = facts.kind === 'schedule_paused' ? pauseWords(facts) : limitWords(facts);
  return {
    subject,
    text: `${paragraphs.join('\n\n')}\n`,
    html: html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${subject}</title></head><body style="font-family:Arial,sans-serif;font-size:15px;line-height:1.5;color:#222">${paragraphs.map(
      (paragraph) => html`<p>${paragraph}</p>`,
    )}</body></html>`.toString(),
  };
}

interface Words {
  subject: string;
  paragraphs: string[];
}

function pauseWords(facts: Extract<NoticeFacts, { kind: 'schedule_paused' }>): Words {
  const [account, schedule] = [line(facts.account), line(facts.schedule)];
  return {
    subject: `Your report “${schedule}” is paused`,
    paragraphs: [
      `The report “${schedule}” of ${account} failed three times in a row, so it is paused. Until somebody sets it going again, nothing more of it is sent.`,
      `The reason: ${REASONS.get(facts.errorCode ?? '') ?? OTHER_REASON}`,
      'Whoever looks after your reports can correct it and set it going again.',
    ],
  };
}

function limitWords(facts: Exclude<NoticeFacts, { kind: 'schedule_paused' }>): Words {
  const { used, limit, overage } = facts;
  const account = line(facts.account);
  const next = dayName(facts.renews, facts.timezone);
  if (facts.kind === 'limit_warning') {
    return {
      subject: `${used} of ${limit} reports of this month are used`,
      paragraphs: [
        `${account} has used ${used} of the ${limit} reports that it may have this month.`,
        overage
          ? 'Further reports are made all the same, and count as overage.'
          : `Once all ${limit} are used, no more are made until ${next}.`,
      ],
    };
  }
  const { subject, said } = reachedWords(account, limit);
  return {
    subject,
    paragraphs: [
      said,
      overage
        ? 'Further reports are made all the same, and count as overage.'
        : `Schedules stay as they are; their next reports are made from ${next} on.`,
    ],
  };
}

function reachedWords(account: string, limit: number): { subject: string; said: string } {
  if (limit === 0) {
    return { subject: 'No reports are included this month', said: `${account} may have no reports this month.` };
  }
  if (limit === 1) {
    return {
      subject: 'The report of this month is used',
      said: `${account} has used the one report that it may have this month.`,
    };
  }
  return {
    subject: `All ${limit} reports of this month are used`,
    said: `${account} has used all ${limit} reports that it may have this month.`,
  };
}

const dayName = (instant: Date, timeZone: string): string =>
  instant.toLocaleDateString('en-US', { timeZone, day: 'numeric', month: 'long', year: 'numeric' });

/** A name is somebody's own text: no line break of it may make a paragraph or a header of its own. */
const line = (name: string): string => name.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
