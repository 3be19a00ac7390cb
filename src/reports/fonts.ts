import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The weights that charts and PDF use; neither ever depends on what fonts a host has. */
const WEIGHTS = ['400Regular', '600SemiBold', '700Bold'] as const;

let loading: Promise<Buffer[]> | undefined;

/** Inter as TrueType, read once for a process. */
export function loadFonts(): Promise<Buffer[]> {
  loading ??= Promise.all(
    WEIGHTS.map((weight) => readFile(require.resolve(`@expo-google-fonts/inter/${weight}/Inter_${weight}.ttf`))),
  );
  return loading;
}
