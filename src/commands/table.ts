const GAP = '  ';

/** Of a terminal that does not say how wide it is. */
export const USUAL_WIDTH = 80;

/**
 * Rows under headings, as lines. Without a `width` (in characters) columns are as wide as their longest cell, which a
 * pipe can cut by. With one, cells wrap between words and after slashes, so that an id or a date stays whole to be
 * copied; where not even that fits, each row becomes a block of its own, a line for each column.
 */
export function tableLines(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  width = Number.POSITIVE_INFINITY,
): string[] {
  const widths = columnWidths(headings, rows, width);
  if (widths === null) return rows.flatMap((row, i) => [...(i > 0 ? [''] : []), ...blockLines(headings, row)]);
  return [headings, ...rows].flatMap((row) => rowLines(row, widths));
}

/** Takes from the widest column that can still give, until all fit; null where they cannot. */
function columnWidths(headings: readonly string[], rows: readonly (readonly string[])[], width: number) {
  const columns = headings.map((heading, i) => [heading, ...rows.map((row) => row[i] ?? '')]);
  const widths = columns.map((cells) => longest(cells));
  const least = columns.map((cells) => longest(cells.flatMap(piecesOf).map((piece) => piece.trimEnd())));
  let over = sum(widths) + GAP.length * (widths.length - 1) - width;
  for (; over > 0; over -= 1) {
    const spare = widths.map((own, i) => (own > (least[i] ?? 0) ? own : 0));
    const widest = spare.indexOf(Math.max(...spare));
    if (spare[widest] === 0) return null;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function rowLines(row: readonly string[], widths: readonly number[]): string[] {
  const cells = row.map((cell, i) => wrapLines(cell, widths[i] ?? cell.length));
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((lines, i) => (lines[line] ?? '').padEnd(widths[i] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

/** A text in lines of at most `width` characters where its words allow it. */
export function wrapLines(text: string, width: number): string[] {
  const lines = [''];
  for (const piece of piecesOf(text)) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && (line + piece).trimEnd().length > width) lines.push(piece);
    else lines[lines.length - 1] = line + piece;
  }
  return lines.map((line) => line.trimEnd());
}

/** A time zone such as America/Argentina/Buenos_Aires may break where its parts meet. */
const piecesOf = (text: string): string[] => text.split(/(?<= )|(?<=\/)/);

function blockLines(headings: readonly string[], row: readonly string[]): string[] {
  const label = longest(headings);
  return headings.map((heading, i) => `${heading.padEnd(label)}${GAP}${row[i] ?? ''}`.trimEnd());
}

const longest = (texts: readonly string[]): number => texts.reduce((most, text) => Math.max(most, text.length), 0);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
