import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { assertZone } from '../accounts/fields.ts';
import { type App, withApp } from '../app/app.ts';
import { composeAdHoc, composeForSchedule } from '../app/generate.ts';
import { hostClock } from '../core/clock.ts';
import { newId } from '../core/ids.ts';
import type { Io } from '../core/io.ts';
import { parseAddress } from '../delivery/address.ts';
import { assertWritable, saveReport } from '../pipeline/report-file.ts';
import { sendTest } from '../pipeline/test-send.ts';
import { explainNarrative } from '../reports/explain.ts';
import type { ReportModel } from '../reports/model.ts';
import { type Audience, parseArea, type ReportType } from '../scheduling/schedule.ts';
import { printSources } from './narrative-text.ts';
import { openFile } from './open-file.ts';
import { withProgress } from './progress.ts';
import { printJson, printLine } from './support.ts';

export interface PreviewOptions {
  schedule?: string;
  type: ReportType;
  audience: Audience;
  city: string[];
  postalCode: string[];
  lookback: number;
  timezone: string;
  out?: string;
  sendTo?: string;
  open?: boolean;
  explain?: boolean;
  json?: boolean;
}

/** True for what neither touches a limit or a schedule nor goes to its recipients. */
export const isPreview = ({ schedule, out, sendTo, open, explain }: PreviewOptions): boolean =>
  out !== undefined || sendTo !== undefined || open === true || (explain === true && schedule === undefined);

/** Makes a report to be looked at: in a file, in the browser, in one's own inbox. */
export async function preview(io: Io, options: PreviewOptions): Promise<void> {
  const temporary = options.open ? join(tmpdir(), `reportctl-${newId()}.html`) : undefined;
  const out = options.out === undefined ? temporary : resolve(io.cwd, options.out);
  if (out !== undefined) assertWritable(out);
  if (options.sendTo !== undefined) parseAddress(options.sendTo);
  assertZone(options.timezone);
  const { model, files } = await withApp(io, { logLevel: 'warn' }, async (app) => {
    const made = await withProgress(io, 'Making the report…', compose(app, options));
    return { model: made, files: options.sendTo === undefined ? [] : await send(app, made, options.sendTo) };
  });
  if (out !== undefined) await withProgress(io, 'Writing the file…', saveReport(out, model));
  const opened = options.open && out !== undefined ? await openFile(out, io.env) : false;
  printOutcome(io, model, { ...options, out, opened, files });
}

function compose(app: App, options: PreviewOptions): Promise<ReportModel> {
  if (options.schedule !== undefined) return composeForSchedule(app, options.schedule);
  const area = parseArea(options.city, options.postalCode);
  const { type: reportType, audience, lookback: lookbackDays, timezone } = options;
  return composeAdHoc(app, { reportType, audience, ...area, lookbackDays, timezone });
}

async function send(app: App, model: ReportModel, to: string): Promise<readonly string[]> {
  const transport = await app.transport(hostClock);
  const options = { to, transport, mail: app.settings, clock: hostClock, signal: app.io.stop };
  return withProgress(app.io, 'Sending the test…', sendTest(model, options));
}

interface Outcome {
  out: string | undefined;
  sendTo?: string | undefined;
  open?: boolean;
  opened: boolean;
  files: readonly string[];
  explain?: boolean;
  json?: boolean;
}

function printOutcome(io: Io, model: ReportModel, { out, sendTo, open, opened, files, explain, json }: Outcome): void {
  const { subject, source } = model;
  if (json) {
    const explained = explain ? { narrative: explainNarrative(model) } : {};
    printJson(io, { out: out ?? null, sentTo: sendTo ?? null, files, subject, sample: source.sample, ...explained });
    return;
  }
  const sample = source.sample ? ' (sample data, not real listings)' : '';
  if (out !== undefined) printLine(io, `wrote ${out}: ${subject}${sample}`);
  if (open && !opened) printLine(io, 'There is no desktop to open it with; open the file yourself.');
  if (sendTo !== undefined) printLine(io, `sent a test to ${sendTo}: ${subject}${sample}`);
  for (const file of files) printLine(io, `  ${file}`);
  if (explain) printSources(io, explainNarrative(model));
}
