import type { Brand } from './brand.ts';
import { PAGE } from './brand.ts';
import { type Html, html } from './html.ts';

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** Inline styles: Gmail and Outlook honour little else. One constant per role, so that the page stays of one piece. */
export const style = {
  body: `margin:0;padding:0;background-color:#eef1f5;${FONT}`,
  card: `background-color:${PAGE.light};padding:14px 28px`,
  headline: 'margin:0;font-size:20px;line-height:28px;font-weight:600;color:#17202b',
  heading: 'margin:0 0 12px;font-size:16px;line-height:22px;font-weight:700;color:#17202b',
  text: 'margin:0;font-size:15px;line-height:24px;color:#2b3644',
  label: 'font-size:13px;line-height:18px;font-weight:600;color:#4a5767',
  value: 'font-size:28px;line-height:36px;font-weight:700',
  row: 'padding:9px 0;border-top:1px solid #e1e6ec;vertical-align:top',
  rowValue:
    'padding:9px 0 9px 12px;border-top:1px solid #e1e6ec;vertical-align:top;text-align:right;white-space:nowrap',
  strong: 'font-size:15px;line-height:20px;font-weight:600;color:#17202b',
  small: 'font-size:12px;line-height:17px;color:#5a6675',
  fine: 'margin:0 0 8px;font-size:12px;line-height:18px;color:#5a6675',
  change: 'font-size:12px;line-height:17px;font-weight:600;color:#17202b',
  fineInk: 'font-size:12px;line-height:18px;color:#5a6675',
  note: 'margin:0;font-size:12px;line-height:17px;color:#8a4b00',
  subheading: 'margin:14px 0 4px;font-size:14px;line-height:20px;font-weight:700;color:#17202b',
  headCell: 'padding:0 0 6px;text-align:left;font-size:12px;line-height:17px;font-weight:600;color:#4a5767',
  headNumber: 'padding:0 0 6px 12px;text-align:right;font-size:12px;line-height:17px;font-weight:600;color:#4a5767',
  rowName:
    'padding:9px 0;border-top:1px solid #e1e6ec;vertical-align:top;text-align:left;font-size:14px;line-height:20px;font-weight:600;color:#17202b',
  number: 'font-size:14px;line-height:20px;color:#17202b',
  cell: 'width:50%;padding:0 8px 16px 0;vertical-align:top',
  box: 'border:1px solid #e1e6ec;border-radius:8px;padding:14px',
  price: 'font-size:18px;line-height:24px;font-weight:700;color:#17202b',
  sample: 'background-color:#fff1d6;padding:10px 28px;font-size:14px;line-height:20px;font-weight:700;color:#6b3a00',
} as const;

/**
 * What cannot be inline: small screens and dark mode. Mail programs that drop it show the light page, which is why
 * the inline colours carry the contrast by themselves.
 */
export function pageStyle({ accentOnDark }: Brand): Html {
  return html`<style>
@media only screen and (max-width:480px) {
  .pad { padding-left:18px !important; padding-right:18px !important; }
  .cell { display:block !important; width:100% !important; padding-right:0 !important; box-sizing:border-box; }
  .value { font-size:22px !important; line-height:30px !important; }
}
@media (prefers-color-scheme:dark) {
  .page { background-color:#11151b !important; }
  .card { background-color:${PAGE.dark} !important; }
  .ink { color:#eef2f7 !important; }
  .soft { color:#b3bdca !important; }
  .note { color:#ffc078 !important; }
  .accent { color:${accentOnDark} !important; }
  .line { border-color:#37414e !important; }
  .sample { background-color:#4a3200 !important; color:#ffe3b0 !important; }
}
</style>`;
}
