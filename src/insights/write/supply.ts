import { countWords } from '../words.ts';
import { capitalised, counted, isNought, type Known, type KnownFact, ofOneHome, type SentenceWriter } from './known.ts';
import { aside, COUNT, LEVEL, MONEY, movement } from './movement.ts';

/** What was for sale when the listings were read. */
export const inventory: SentenceWriter = ({ get, homes, pick, tone }) => {
  const active = get('activeListings');
  if (active === null) return null;
  if (active.value === 0) return `${capitalised(homes.noneAgain)} was for sale when the listings were read.`;
  const asking = get('medianListPrice');
  const moved = aside(active, COUNT);
  if (tone === 'professional') {
    const listings = counted(active, 'active listing', 'active listings') + (homes.chosen ? ` of ${homes.many}` : '');
    const price = asking && active.value > 1 ? `, at a median asking price of ${asking.text}` : '';
    return `Inventory stood at ${listings}${moved}${price}.`;
  }
  const one = active.value === 1;
  const offered = isLong(homes.many) ? homes.countAgain(active) : homes.count(active);
  const tail = pick('asking', [', at a median asking price of ', ', asking a median of ']);
  const median = moved === '' ? tail : '; their median asking price was ';
  const price = asking === null ? '' : (ofOneHome(active, asking) ? ', asking ' : median) + asking.text;
  return `When the listings were read, ${offered} ${one ? 'was' : 'were'} for sale${moved}${price}.`;
};

/** To be read once: "houses with at least three bedrooms and two bathrooms". */
const isLong = (noun: string): boolean => countWords(noun) > 3;

/** For a report that begins with the number of homes for sale. */
export const askingPrice: SentenceWriter = ({ get }) => {
  const asking = get('medianListPrice');
  if (asking === null) return null;
  if (ofOneHome(get('activeListings'), asking)) return `The asking price was ${asking.text}.`;
  return `The median asking price was ${asking.text}${aside(asking, MONEY)}.`;
};

/** Whose market it is, where enough has closed to say so. */
export const supply: SentenceWriter = (known) => {
  const { get, pick, state } = known;
  const months = get('monthsOfSupply');
  if (months === null || months.value === 0) return null;
  const measured = measuredSupply(known, months);
  if (state === 'thin' || state === 'empty') return `${measured}, which rests on a small number of sales.`;
  return `${measured}, ${pick('supply', READINGS[state])}.`;
};

function measuredSupply({ homes, pick, tone }: Known, { text, over }: { text: string; over?: string }): string {
  const pace = over ? `the pace of ${over}` : 'the recent pace of sales';
  if (tone === 'professional') return `Supply measured ${text} at ${pace}`;
  return pick('measured', [
    `At ${pace}, ${homes.chosen ? 'these homes' : 'the homes for sale'} amount to ${text} of supply`,
    `Set against ${pace}, there were ${text} of supply`,
  ]);
}

const READINGS = {
  hot: ['a level commonly read as a seller’s market', 'which the usual rule of thumb calls a seller’s market'],
  balanced: [
    'a level commonly read as balanced between buyers and sellers',
    'which the usual rule of thumb calls a balanced market',
  ],
  slow: ['a level commonly read as a buyer’s market', 'which the usual rule of thumb calls a buyer’s market'],
} as const;

export const supplyMovement: SentenceWriter = ({ get }) => {
  const months = get('monthsOfSupply');
  const moved = months && movement(months, LEVEL);
  if (months === null || moved === null || months.value === 0) return null;
  return `The supply of ${months.text} was ${moved}.`;
};

/** What was first listed, as far as it is still known, and what is on its way to closing. */
export const flow: SentenceWriter = (known) => {
  const { get, homes, when } = known;
  const [fresh, pending] = [get('newListings'), get('pendingListings')];
  const waits = pending === null || pending.value === 0 ? null : pending;
  const be = ({ value }: KnownFact) => (value === 1 ? 'is' : 'are');
  if (fresh === null || fresh.value === 0) {
    return waits && `At present, ${homes.countAgain(waits)} ${be(waits)} under contract.`;
  }
  const one = fresh.value === 1;
  const listed = `${homes.countAgain(fresh)} ${one ? 'was' : 'were'} newly listed${one ? '' : ', not counting those withdrawn again'}`;
  const pendingNow = waits && `${waits.text} ${be(waits)} under contract now`;
  return `${capitalised(when)}, ${listed}${pendingNow === null ? '' : `; ${pendingNow}`}.`;
};

export const reductions: SentenceWriter = ({ get }) => {
  const cuts = get('priceCuts');
  if (cuts === null) return null;
  const known = 'for sale whose original price is known';
  if (cuts.value === 0) return `No home ${known} has been reduced in price.`;
  return isNought(cuts) ? null : `Of the homes ${known}, ${cuts.text} have been reduced in price.`;
};
