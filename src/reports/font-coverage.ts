/** True for a character that the font can draw. */
export type Coverage = (codePoint: number) => boolean;

/** OpenType's segmented coverage, the format of characters beyond U+FFFF. */
const SEGMENTED = 12;

/**
 * Reads which characters a TrueType font has (OpenType 1.9, table cmap).
 * @throws RangeError for a font without such a table
 */
export function coverageOf(font: Buffer): Coverage {
  const table = segmentsAt(font);
  const covered = new Set<number>();
  for (let group = 0; group < font.readUInt32BE(table + 12); group += 1) {
    const at = table + 16 + 12 * group;
    for (let code = font.readUInt32BE(at); code <= font.readUInt32BE(at + 4); code += 1) covered.add(code);
  }
  return (codePoint) => covered.has(codePoint);
}

function segmentsAt(font: Buffer): number {
  const cmap = tableAt(font, 'cmap');
  for (let i = 0; i < font.readUInt16BE(cmap + 2); i += 1) {
    const at = cmap + font.readUInt32BE(cmap + 8 + 8 * i);
    if (font.readUInt16BE(at) === SEGMENTED) return at;
  }
  throw new RangeError('The font has no segmented coverage.');
}

function tableAt(font: Buffer, name: string): number {
  for (let i = 0; i < font.readUInt16BE(4); i += 1) {
    const entry = 12 + 16 * i;
    if (font.toString('latin1', entry, entry + 4) === name) return font.readUInt32BE(entry + 8);
  }
  throw new RangeError(`The font has no table ${name}.`);
}
