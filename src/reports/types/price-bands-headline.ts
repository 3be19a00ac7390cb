import { bandsOf, type NamedBand } from '../charts/price-bands.ts';
import { formatDay, formatLength } from '../format.ts';
import { textOf, type Wording } from '../headline.ts';
import { countHomes, countThere } from '../named-homes.ts';
import { capitalised, joinWords } from '../text.ts';
import type { Material } from './report-parts.ts';

/** "Houston by price: 1.3 months of supply at $400K–$600K"; by price only where there are bands. */
export function bandsSubject({ figures, ...named }: Wording, material: Material): string {
  const bands = bandsOf(material);
  const { shortest, longest } = extremesOf(bands);
  const [told] = [...shortest, ...longest];
  const active = textOf(figures, 'activeListings');
  if (told) return `${named.place} by price: ${told.supply} of supply ${told.phrase}`;
  const by = bands.length > 0 ? ' by price' : '';
  return `${named.place}${by}: ${active === null ? 'market report' : `${countThere(active, named)} for sale`}`;
}

/** What is for sale, and where supply is shortest and longest; what sold where no supply is told. */
export function bandsHeadline(wording: Wording, material: Material): string {
  const supply = supplyClause(bandsOf(material));
  const active = textOf(wording.figures, 'activeListings');
  if (supply !== '' && active !== null) return `${offered(active, wording)}${supply}.`;
  return `${countsClause(active, wording, material)}${pricesClause(material)}${supply}.`;
}

function offered(active: string, named: Pick<Wording, 'area' | 'homes'>): string {
  const verb = active === '0' || active === '1' ? 'is' : 'are';
  return `${capitalised(countHomes(active, named))} ${verb} for sale in ${named.area}`;
}

function countsClause(active: string | null, wording: Wording, { closings, context }: Material): string {
  const { area, homes, figures } = wording;
  const sold = textOf(figures, 'closedSales');
  const { window } = closings;
  const when = `in the ${formatLength(window)} to ${formatDay(window.to - 1, context.zone)}`;
  if (active === null) {
    const there = `${homes.many} for sale in ${area}`;
    if (sold === null) return `How many ${there} and how many sold ${when} is not known`;
    return `The number of ${there} is not known; ${sold === '0' ? 'none' : sold} sold ${when}`;
  }
  if (sold === null) return `${offered(active, wording)}; how many sold ${when} is not known`;
  return `${offered(active, wording)} and ${sold === '0' ? 'none' : sold} sold ${when}`;
}

/** Which prices the feed does not hold, where it holds homes. */
function pricesClause({ snapshot: { figures } }: Material): string {
  const without = (count: number | null, priced: number): boolean => (count ?? 0) > 0 && priced === 0;
  const asked = without(figures.activeListings.value, figures.medianListPrice.n);
  const paid = without(figures.closedSales.value, figures.medianSalePrice.n);
  if (!asked && !paid) return '';
  return `; ${asked && paid ? 'their' : `the ${asked ? 'list' : 'sale'}`} prices are not recorded`;
}

function supplyClause(bands: readonly NamedBand[]): string {
  const { shortest, longest } = extremesOf(bands);
  const clauses = [groupClause('shortest', shortest), groupClause('longest', longest)].filter((part) => part !== null);
  return clauses.length === 0 ? '' : `; supply is ${joinWords(clauses)}`;
}

const groupClause = (which: string, group: readonly NamedBand[]): string | null =>
  group.length === 0 ? null : `${which} ${joinWords(group.map(({ phrase }) => phrase))} (${group[0]?.supply})`;

/**
 * The bands with the shortest and with the longest supply, of those that hold homes; several where they print the same.
 * None is called so that rests on few sales, nor the next one in its place: the page's table shows which is longer.
 */
function extremesOf(bands: readonly NamedBand[]): { shortest: readonly NamedBand[]; longest: readonly NamedBand[] } {
  const stocked = bands.filter((band) => band.active.value !== 0);
  const supplyOf = ({ monthsOfSupply }: NamedBand) => monthsOfSupply.value ?? Number.POSITIVE_INFINITY;
  const inOrder = stocked.toSorted((a, b) => supplyOf(a) - supplyOf(b));
  const [first, last] = [inOrder[0]?.supply, inOrder.at(-1)?.supply];
  if (first === last) return { shortest: [], longest: [] };
  const printing = (supply: string | undefined) => {
    const group = stocked.filter((band) => band.supply === supply);
    return group.some((band) => band.verySmall || band.monthsOfSupply.value === null) ? [] : group;
  };
  return { shortest: printing(first), longest: printing(last) };
}
