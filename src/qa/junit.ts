import type { QaResult } from './session.ts';

/** The results as JUnit XML, which CI systems show: one test case for each configuration. */
export function junitReport(results: readonly QaResult[]): string {
  const failures = results.filter(({ delivered }) => !delivered).length;
  const cases = results.map(
    ({ name, seconds, fault }) =>
      `    <testcase classname="qa-deliver" name="${escaped(name)}" time="${seconds}">${
        fault === null ? '' : `<failure message="${escaped(fault)}"/>`
      }</testcase>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="qa-deliver" tests="${results.length}" failures="${failures}" time="${longest(results)}">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

/** They run side by side. */
const longest = (results: readonly QaResult[]): number => Math.max(0, ...results.map(({ seconds }) => seconds));

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no place for control characters, escaped or not. */
const escaped = (text: string): string =>
  text.replace(/[^\P{Cc}\t\n\r]/gu, '\ufffd').replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
