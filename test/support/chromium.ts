import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { test } from 'vitest';

/** Debian's browser, which is no part of Node: without it these tests are skipped, and fail where all are required. */
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

export const hasChromium = CHROMIUM !== undefined;
export const testInBrowser = hasChromium || process.env.REQUIRE_ALL_TESTS === '1' ? test : test.skip;

/** A browser to click in; close it. */
export function openBrowser(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error('no browser: install chromium');
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
    timeout: 120_000,
  });
}

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars'];

async function browse(page: string, flags: readonly string[]): Promise<string> {
  if (CHROMIUM === undefined) throw new Error('no browser: install chromium');
  const folder = await mkdtemp(join(tmpdir(), 'reportctl-chromium-'));
  try {
    await writeFile(join(folder, 'page.html'), page);
    const profile = `--user-data-dir=${join(folder, 'profile')}`;
    const argv = [...FLAGS, profile, ...flags, `file://${join(folder, 'page.html')}`];
    const { stdout } = await promisify(execFile)(CHROMIUM, argv, { maxBuffer: 1e8, timeout: 150_000 });
    return stdout;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A frame is as narrow as it says, which a browser's window is not. */
const frame = (page: string, width: number, height: number): string =>
  `<iframe width="${width}" height="${height}" style="border:0;vertical-align:top" srcdoc="${page.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`;

/** How wide the page really is, in CSS pixels, when it is given each of these widths: more is an overflow. */
export async function contentWidths(page: string, widths: readonly number[]): Promise<number[]> {
  const frames = widths.map((width) => frame(page, width, 4_000)).join('');
  const script = `<script>addEventListener('load',()=>{document.body.innerHTML='<p id=w>'+[...document.querySelectorAll('iframe')].map(f=>f.contentDocument.documentElement.scrollWidth)+'</p>'})</script>`;
  const dom = await browse(`<!doctype html><body>${frames}${script}`, ['--dump-dom']);
  return (/id="w">([\d,]+)</.exec(dom)?.[1] ?? '').split(',').map(Number);
}

/** A PNG of the page at several widths side by side. */
export async function picture(
  page: string,
  file: string,
  { widths, height, dark }: { widths: readonly number[]; height: number; dark: boolean },
): Promise<void> {
  const width = widths.reduce((sum, each) => sum + each + 20, 0);
  const frames = widths.map(
    (each) => `${frame(page, each, height)}<span style="display:inline-block;width:20px"></span>`,
  );
  await browse(`<!doctype html><body style="margin:0;white-space:nowrap;font-size:0">${frames.join('')}`, [
    `--screenshot=${file}`,
    `--window-size=${width},${height}`,
    `--blink-settings=preferredColorScheme=${dark ? 0 : 1}`,
  ]);
}
