import { GRID_LINE } from './palette.ts';
import { TEXT } from './type.ts';

/** So few names always stand below their columns; of more, as many as fit. */
const FEW = 6;
/** A letter's width and the least gap between two names, in pixels of an e-mail's picture. */
const LETTER = 7.2;
const GAP = 8;
/** What the picture leaves for the names; a PDF's is wider. */
const WIDTH = 380;

/** The axis below the columns: a range in two lines where it must, and of many months some, the last one always. */
export function categoryAxis(categories: readonly string[]) {
  const names = withoutUnit(categories);
  const room = WIDTH / names.length;
  const oneLine = widest(names) + GAP <= room;
  const few = names.length <= FEW;
  const step = few ? 1 : Math.ceil((widest(names) + GAP) / room);
  return {
    type: 'category',
    data: names,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: GRID_LINE } },
    axisLabel: {
      ...TEXT,
      lineHeight: 16,
      // Counted from the last one: what is newest has its date.
      interval: (index: number) => (names.length - 1 - index) % step === 0,
      formatter: (name: string) => (few && !oneLine ? twoLines(name) : name),
    },
  };
}

/** "0–7" for "0–7 days", where each name says so: the title does too. */
function withoutUnit(categories: readonly string[]): string[] {
  const all = categories.every((name) => name.endsWith(' days'));
  return categories.map((name) => (all ? name.replace(' days', '') : name));
}

const widest = (names: readonly string[]): number => Math.max(...names.map(({ length }) => length)) * LETTER;
const twoLines = (name: string): string => name.replace('–', '–\n').replace('Under ', 'Under\n');
