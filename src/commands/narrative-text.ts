import type { Io } from '../core/io.ts';
import type { StoredTrace } from '../insights/trace.ts';
import type { ExplainedNarrative } from '../reports/explain.ts';
import { printLine, printTable } from './support.ts';

const COLUMNS = 100;

/** Each figure of a narrative with what it was taken from. */
export function printSources(io: Io, narrative: ExplainedNarrative | null): void {
  if (narrative === null) {
    printLine(io, 'This report has no narrative.');
    return;
  }
  const rows = narrative.figures.map(({ text, label, part, n, source }) => {
    return [text, part === 'change' ? `${label} (change)` : label, String(n), source];
  });
  printParagraph(io, narrative.text);
  printLine(io, '');
  printTable(io, ['IN THE TEXT', 'FIGURE', 'N', 'SOURCE'], rows);
}

/** How a narrative came about: who wrote it, from which facts, on which instructions, and what was refused. */
export function printTrace(io: Io, { writer, trace }: ExplainedNarrative): void {
  printLine(io, `written by: ${writer}${trace ? `, ${circumstances(trace)}` : ' (no model is configured)'}`);
  if (!trace) return;
  for (const [i, { output, problems, tokens }] of trace.attempts.entries()) {
    const verdict = problems.length === 0 ? 'published' : 'refused';
    printLine(io, `attempt ${i + 1}: ${verdict}; ${tokens.input} tokens in, ${tokens.output} out`);
    for (const { code, message } of problems) printLine(io, `  ${code}: ${message}`);
    if (output !== null) printParagraph(io, output, '  ');
  }
  printLine(io, 'prompt:');
  for (const line of trace.prompt.split('\n')) printParagraph(io, line, '  ');
  printLine(io, 'facts:');
  printTable(
    io,
    ['  FACT', 'TEXT', 'N', 'POPULATION', 'CHANGE'],
    trace.facts.facts.map(({ key, text, n, population, change }) => {
      const moved = change ? `${['fell', 'unchanged', 'rose'][change.sign + 1]} ${change.text}` : '–';
      return [`  ${key}`, text, String(n), population, moved];
    }),
  );
}

function circumstances({ model, tone, cached, fallback, tokens }: StoredTrace): string {
  const parts = [
    `model ${model}`,
    `tone ${tone}`,
    `${tokens.input} tokens in, ${tokens.output} out`,
    ...(cached ? ['from the cache'] : []),
    ...(fallback === null ? [] : [`because: ${fallback}`]),
  ];
  return parts.join('; ');
}

function printParagraph(io: Io, text: string, indent = ''): void {
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line !== '' && indent.length + line.length + 1 + word.length > COLUMNS) {
      printLine(io, indent + line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  printLine(io, indent + line);
}
