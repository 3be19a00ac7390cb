import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';

/**
 * Writes a whole file or nothing: whoever reads it meanwhile sees the old one or the new. The temporary file lies
 * beside it, because a rename does not cross file systems, under a name of its own (two containers have equal process
 * ids) that no collector of `*.prom` takes up.
 * @throws Node's own error
 */
export async function writeAtomically(path: string, content: string | Buffer): Promise<void> {
  const partial = `${path}.${randomUUID()}.part`;
  try {
    await writeFile(partial, content, { mode: 0o644 });
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
