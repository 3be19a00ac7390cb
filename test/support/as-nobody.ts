/** The user that owns nothing, on every system that has it. */
const NOBODY = 65_534;

/** Root reads what modes forbid: what it runs here it runs as somebody who may not. Anybody else needs no change. */
export function asNobody(run: () => void): void {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(NOBODY);
  try {
    run();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}
