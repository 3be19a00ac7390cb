import { rename, rm, writeFile } from 'node:fs/promises';

/**
 * Writes a whole file or nothing: whoever reads it meanwhile sees the old one or the new. The temporary file lies
 * beside it, because a rename does not cross file systems, under a name that no collector of `*.prom` takes up.
 */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, text, { mode: 0o644 });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
