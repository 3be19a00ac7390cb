import { writeFile } from 'node:fs/promises';
import { generatedFiles } from './generated.ts';

// Usage: npm run docs
for (const [file, content] of Object.entries(await generatedFiles())) {
  await writeFile(new URL(`../../${file}`, import.meta.url), content);
  console.log(file);
}
