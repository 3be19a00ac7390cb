/**
 * Inline styles of what fills the templates: Gmail and Outlook honour little else. One constant per role, so that the
 * page stays of one piece. What cannot be inline, small screens and dark mode, stands in mail/page.mjml; mail programs
 * that drop it show the light page, which is why these colours carry the contrast by themselves.
 */
export const style = {
  headline: 'margin:0;font-size:20px;line-height:28px;font-weight:600;color:#17202b',
  heading: 'margin:0 0 12px;font-size:16px;line-height:22px;font-weight:700;color:#17202b',
  text: 'margin:0;font-size:15px;line-height:24px;color:#2b3644',
  // Not bold: "Median days on market" then takes one line of half a phone.
  label: 'font-size:13px;line-height:18px;color:#4a5767',
  figure: 'border-top:1px solid #e1e6ec;padding:12px 0',
  value: 'font-size:28px;line-height:36px;font-weight:700;color:#17202b',
  logo: 'display:block;height:40px;max-width:240px;border:0',
  row: 'padding:9px 0 0;border-top:1px solid #e1e6ec;vertical-align:top',
  // As narrow as its number, so that the name beside it need not break.
  rowValue:
    'width:1%;padding:9px 0 0 12px;border-top:1px solid #e1e6ec;vertical-align:top;text-align:right;white-space:nowrap',
  rowBelow: 'padding:0 0 9px',
  strong: 'font-size:15px;line-height:20px;font-weight:600;color:#17202b',
  when: 'font-size:14px;line-height:20px;font-weight:600;color:#17202b',
  hours: 'font-weight:600;white-space:nowrap',
  small: 'font-size:12px;line-height:17px;color:#5a6675',
  fine: 'margin:0 0 8px;font-size:12px;line-height:18px;color:#5a6675',
  change: 'font-size:12px;line-height:17px;color:#17202b',
  fineInk: 'font-size:12px;line-height:18px;color:#5a6675',
  notice: 'margin:0;padding-top:8px;font-size:13px;line-height:19px;color:#4a5767',
  note: 'margin:0;font-size:12px;line-height:17px;color:#8a4b00',
  subheading: 'margin:14px 0 4px;font-size:14px;line-height:20px;font-weight:700;color:#17202b',
  headCell: 'padding:0 0 6px;text-align:left;font-size:12px;line-height:17px;font-weight:600;color:#4a5767',
  // MJML lets words break anywhere: on a phone "Share" did.
  headNumber:
    'word-break:normal;padding:0 0 6px 12px;text-align:right;font-size:12px;line-height:17px;font-weight:600;color:#4a5767',
  rowName:
    'padding:9px 0;border-top:1px solid #e1e6ec;vertical-align:top;text-align:left;font-size:14px;line-height:20px;font-weight:600;color:#17202b',
  number: 'width:auto;padding:9px 0 9px 12px;font-size:14px;line-height:20px;color:#17202b',
  box: 'border:1px solid #e1e6ec;border-radius:8px;padding:14px',
  photo: 'display:block;width:100%;height:auto;border:0;border-radius:4px;margin:0 0 10px;background-color:#8d98a6',
  price: 'font-size:18px;line-height:24px;font-weight:700;color:#17202b',
} as const;
