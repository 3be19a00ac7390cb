import { writeSync } from 'node:fs';
import { makeReport } from './reports.ts';

/** What the process writes to its fourth stream; memory in bytes. */
export interface ReportUse {
  /** From the process's start to its first whole report. */
  first: { wallMs: number; cpuMs: number };
  /** CPU of each report after the first ten. */
  warmMs: number[];
  /** Resident memory after each tenth of the reports. */
  resident: number[];
  peak: number;
}

const WARM_UP = 10;
const cpuMs = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1_000;

const count = Number(process.argv[2]);
await makeReport(0);
const first = { wallMs: performance.now(), cpuMs: cpuMs(process.cpuUsage()) };
const warmMs: number[] = [];
const resident: number[] = [];
for (let seed = 1; seed < count; seed += 1) {
  const before = process.cpuUsage();
  await makeReport(seed);
  if (seed >= WARM_UP) warmMs.push(cpuMs(process.cpuUsage(before)));
  if (seed % Math.ceil(count / 10) === 0) resident.push(process.memoryUsage.rss());
}
const use: ReportUse = { first, warmMs, resident, peak: process.resourceUsage().maxRSS * 1024 };
writeSync(3, JSON.stringify(use));
