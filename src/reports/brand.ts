import { type Hex, inkOn, parseColour, readableOn } from './colour.ts';
import { cleanText } from './text.ts';
import { httpsUrl } from './urls.ts';

/** An account's brand as it was typed in; nothing in it is trusted. */
export interface BrandInput {
  readonly name: string | null;
  readonly color: string | null;
  readonly logoUrl: string | null;
}

export interface Brand {
  readonly name: string;
  readonly color: Hex;
  /** Readable on `color`. */
  readonly onColor: Hex;
  /** The brand's hue as text: readable on the light page, and on the dark one. */
  readonly accent: Hex;
  readonly accentOnDark: Hex;
  readonly logoUrl: string | null;
}

/** The pages' own backgrounds; what is readable on them is decided here. */
export const PAGE = { light: '#ffffff', dark: '#1b212a' } as const;
const DEFAULT_COLOUR = '#1f4e79';

/** A bad colour or logo falls back: a report is never lost to its decoration (S2). */
export function resolveBrand(input: BrandInput, accountName: string): Brand {
  const color = parseColour(input.color) ?? DEFAULT_COLOUR;
  return {
    name: cleanText(input.name ?? '', 80) || cleanText(accountName, 80),
    color,
    onColor: inkOn(color),
    accent: readableOn(PAGE.light, color),
    accentOnDark: readableOn(PAGE.dark, color),
    logoUrl: httpsUrl(input.logoUrl),
  };
}
