import type { Command } from 'commander';
import { withApp } from '../app/app.ts';
import type { Io } from '../core/io.ts';
import type { Recipient } from '../delivery/address.ts';
import { previewSchedule, type SchedulePreview } from '../pipeline/preview.ts';
import { areaLabel } from '../reports/area-label.ts';
import { formatPeriod } from '../reports/format.ts';
import { camelCase, inZone, parseId, parseInteger, printJson, printLine } from './support.ts';

export function definePreview(schedules: Command, io: Io): void {
  schedules
    .command('preview')
    .description('show what it will send, when, and to whom')
    .argument('<id>', 'its id', parseId)
    .option('-n, --count <n>', 'how many instants', parseInteger(1, 1000), 10)
    .option('--json', 'print JSON')
    .action((id: string, options: { count: number; json?: boolean }) => preview(io, id, options));
}

async function preview(io: Io, id: string, { count, json }: { count: number; json?: boolean }): Promise<void> {
  const found = await withApp(io, {}, async (app) => {
    const { pool, clock } = await app.database();
    return previewSchedule(pool, id, { now: clock.now(), count });
  });
  if (json) printJson(io, { ...found, schedule: camelCase(found.schedule) });
  else print(io, found);
}

function print(io: Io, { schedule, reports, deliverable, suppressed }: SchedulePreview): void {
  const { name, report_type, audience, status, timezone, attach_pdf } = schedule;
  const area = areaLabel({ cities: schedule.cities, postalCodes: schedule.postal_codes });
  printLine(io, `${name}: ${report_type} of ${area}, for ${audience}${attach_pdf ? ', with a PDF' : ''}`);
  const filters = Object.entries(schedule.filters ?? {});
  if (filters.length > 0) printLine(io, `only homes with ${filters.map(filterText).join(', ')}`);
  if (status !== 'active') printLine(io, `It is ${status}${reasonOf(schedule.paused_reason)}; nothing is sent.`);
  printLine(io, '');
  for (const { at, window } of reports) {
    printLine(io, `${inZone(at, timezone)}  covers ${formatPeriod(window, timezone)}`);
  }
  printLine(io, '');
  if (deliverable.length + suppressed.length === 0) printLine(io, 'nobody gets it: it has no recipients');
  for (const recipient of deliverable) printLine(io, `to         ${addressOf(recipient)}`);
  for (const recipient of suppressed) printLine(io, `suppressed ${addressOf(recipient)}`);
}

const reasonOf = (reason: string | null): string => (reason === null ? '' : ` (${reason})`);
const filterText = ([field, value]: [string, unknown]): string => `${field} ${JSON.stringify(value)}`;
const addressOf = ({ email, name }: Recipient): string => (name === undefined ? email : `${name} <${email}>`);
