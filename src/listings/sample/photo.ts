import { createImage, encodePng, type Image, type Rgb } from '../../core/png.ts';
import { createRandom, hashOf, type Random } from './random.ts';

/** RFC 2606: nobody's. What stands there is drawn and never fetched. */
export const SAMPLE_PHOTO_HOST = 'photos.sample.invalid';

const WIDTH = 480;
const HEIGHT = 320;
/** Where the sky ends; a whole number of its bands. */
const HORIZON = 248;

const SKIES: [Rgb, ...Rgb[]] = [
  [183, 216, 240],
  [204, 226, 240],
  [246, 222, 200],
  [210, 214, 232],
];
const WALLS: [Rgb, ...Rgb[]] = [
  [240, 232, 218],
  [226, 214, 196],
  [214, 222, 224],
  [198, 166, 140],
  [236, 240, 238],
];
const ROOFS: [Rgb, ...Rgb[]] = [
  [112, 78, 66],
  [84, 92, 104],
  [140, 88, 70],
  [70, 74, 80],
];
const LAWNS: [Rgb, ...Rgb[]] = [
  [134, 172, 106],
  [158, 176, 112],
  [116, 158, 110],
];
const GLASS: Rgb = [108, 148, 178];
const DOORS: [Rgb, ...Rgb[]] = [
  [150, 52, 46],
  [44, 84, 112],
  [66, 96, 72],
  [92, 64, 48],
];
const TRUNK: Rgb = [104, 82, 62];
const LEAVES: Rgb = [84, 132, 84];

/** Painted over what was painted before it: the pixels of the box that `covers`, or all of them. */
interface Shape {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly color: Rgb;
  readonly covers?: (x: number, y: number) => boolean;
}

/**
 * A drawing of a house as a PNG of 480 × 320 pixels, the same for the same listing on every host: invented homes need
 * pictures that nobody owns and nobody has to fetch.
 */
export function samplePhoto(listingId: string): Buffer {
  const random = createRandom(hashOf('photo', listingId));
  const image = createImage(WIDTH, HEIGHT);
  const shapes = [...sky(random.pick(SKIES)), lawn(random), ...tree(random), ...house(random)];
  for (const shape of shapes) paint(image, shape);
  return encodePng(image);
}

function paint(image: Image, { left, top, width, height, color, covers = () => true }: Shape): void {
  for (let y = Math.ceil(top); y < top + height; y += 1) {
    for (let x = Math.ceil(left); x < left + width; x += 1) if (covers(x, y)) image.put(x, y, color);
  }
}

/** Paler towards the horizon, in bands of eight pixels: a smooth gradient would not compress. */
function sky([r, g, b]: Rgb): Shape[] {
  const band = 8;
  return Array.from({ length: HORIZON / band }, (_, index) => {
    const mix = (value: number) => Math.round(value + (255 - value) * (index / (HORIZON / band)) * 0.5);
    return rectangle(0, index * band, WIDTH, band, [mix(r), mix(g), mix(b)]);
  });
}

const lawn = (random: Random): Shape => rectangle(0, HORIZON, WIDTH, HEIGHT - HORIZON, random.pick(LAWNS));

function tree(random: Random): Shape[] {
  const middle = random.uniform() < 0.5 ? 60 + 30 * random.uniform() : 390 + 30 * random.uniform();
  const radius = 34 + 18 * random.uniform();
  const crown = rectangle(middle - radius, 170 - radius, 2 * radius, 2 * radius, LEAVES);
  return [
    rectangle(middle - 6, 190, 12, 70, TRUNK),
    { ...crown, covers: (x, y) => (x - middle) ** 2 + (y - 170) ** 2 < radius ** 2 },
  ];
}

function house(random: Random): Shape[] {
  const width = 190 + Math.round(70 * random.uniform());
  const floors = random.uniform() < 0.45 ? 2 : 1;
  const left = (WIDTH - width) / 2;
  const top = 256 - 76 * floors;
  const door = left + width * (0.2 + 0.5 * random.uniform());
  const roof = { left: left - 16, width: width + 32, base: top, height: 46 + 26 * random.uniform() };
  return [
    rectangle(left, top, width, 256 - top, random.pick(WALLS)),
    gable(roof, random.pick(ROOFS)),
    ...windows({ left, width, top, floors, door }),
    rectangle(door, 206, 28, 50, random.pick(DOORS)),
  ];
}

interface Front {
  left: number;
  width: number;
  top: number;
  floors: number;
  door: number;
}

/** Three in a row on each floor, but for the one that the door takes. */
function windows({ left, width, top, floors, door }: Front): Shape[] {
  const shapes: Shape[] = [];
  for (let floor = 0; floor < floors; floor += 1) {
    for (const share of [0.12, 0.44, 0.76]) {
      const x = left + width * share;
      const ground = floor === floors - 1;
      if (!ground || Math.abs(x - door) > 42) shapes.push(rectangle(x, top + 20 + 76 * floor, 34, 30, GLASS));
    }
  }
  return shapes;
}

interface Roof {
  left: number;
  width: number;
  base: number;
  height: number;
}

function gable({ left, width, base, height }: Roof, color: Rgb): Shape {
  const middle = left + width / 2;
  const slope = height / (width / 2);
  const box = rectangle(left, base - height, width, height + 1, color);
  return { ...box, covers: (x, y) => y >= base - height + Math.abs(x - middle) * slope };
}

const rectangle = (left: number, top: number, width: number, height: number, color: Rgb): Shape => {
  return { left, top, width, height, color };
};
