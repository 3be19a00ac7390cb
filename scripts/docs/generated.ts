import { completionOf } from './completion.ts';
import { readPages } from './help.ts';
import { manPageOf } from './man-page.ts';
import { referenceOf } from './reference.ts';

/** What is made from the program's help, by file name below the repository. */
export async function generatedFiles(): Promise<Record<string, string>> {
  const pages = await readPages();
  return {
    'docs/reference.md': referenceOf(pages),
    'deploy/reportctl.1': manPageOf(pages),
    'deploy/completion.bash': completionOf(pages),
  };
}
