/** An opaque colour as #rrggbb in lower case: the only form that ever reaches a style attribute (S2). */
export type Hex = string;

/** WCAG 2.2, level AA, for text of any size. */
const READABLE = 4.5;

type Rgb = readonly [number, number, number];

/** The colour in full form, or null for anything that is not #rgb or #rrggbb. */
export function parseColour(text: string | null): Hex | null {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text?.trim() ?? '')?.[1]?.toLowerCase();
  if (digits === undefined) return null;
  return `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}`;
}

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.2). */
export function contrast(a: Hex, b: Hex): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** White where it is readable on `background`, else the darkest that is needed. */
export function inkOn(background: Hex): Hex {
  return ['#ffffff', '#17202b'].find((ink) => contrast(ink, background) >= READABLE) ?? '#000000';
}

/** `colour`, mixed towards black or white in small steps until text in it is readable on `background`. */
export function readableOn(background: Hex, colour: Hex): Hex {
  const target: Rgb = luminance(background) > 0.18 ? [0, 0, 0] : [255, 255, 255];
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(colour, target, share);
    if (contrast(mixed, background) >= READABLE) return mixed;
  }
  return toHex(target);
}

function mix(colour: Hex, target: Rgb, share: number): Hex {
  const [r, g, b] = toRgb(colour);
  return toHex([r + (target[0] - r) * share, g + (target[1] - g) * share, b + (target[2] - b) * share]);
}

/** Relative luminance, 0 to 1 (WCAG 2.2). */
function luminance(colour: Hex): number {
  const [r, g, b] = toRgb(colour).map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function toRgb(colour: Hex): Rgb {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

const toHex = (rgb: Rgb): Hex => `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
