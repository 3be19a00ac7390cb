/** A log that keeps its warnings, for assertions. */
export function collectWarnings() {
  const lines: string[] = [];
  const log = { warn: (...args: unknown[]) => void lines.push(JSON.stringify(args)) };
  return { lines, log };
}
