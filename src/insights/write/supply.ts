import { counted, isNought, movement, type SentenceWriter } from './known.ts';

/** What was for sale when the listings were read. */
export const inventory: SentenceWriter = ({ get, pick, tone }) => {
  const active = get('activeListings');
  if (active === null) return null;
  if (active.value === 0) return 'No home was for sale when the listings were read.';
  const asking = get('medianListPrice');
  if (tone === 'professional') {
    const listings = counted(active, 'active listing', 'active listings');
    return `Inventory stood at ${listings}${asking ? `, at a median asking price of ${asking.text}` : ''}.`;
  }
  const homes = counted(active, 'home was', 'homes were');
  const lead = pick('inventory', ['When the listings were read', 'At the moment of reading']);
  const tail = pick('asking', [', at a median asking price of ', ', asking a median of ']);
  return `${lead}, ${homes} for sale${asking ? tail + asking.text : ''}.`;
};

export const inventoryMovement: SentenceWriter = ({ get }) => {
  const active = get('activeListings');
  if (!active?.change || active.value === 0) return null;
  return `The number of active listings, ${active.text}, was ${movement(active.change)}.`;
};

/** Whose market it is, where enough has closed to say so. */
export const supply: SentenceWriter = ({ get, pick, state, tone }) => {
  const months = get('monthsOfSupply');
  if (months === null || months.value === 0) return null;
  const measured =
    tone === 'professional'
      ? `Supply measured ${months.text} at the recent pace of sales`
      : pick('measured', [
          `At the recent pace of sales, the homes for sale amount to ${months.text} of supply`,
          `Set against the recent pace of sales, there were ${months.text} of supply`,
        ]);
  if (state === 'thin' || state === 'empty') return `${measured}, taken from a small number of closings.`;
  return `${measured}, ${pick('supply', READINGS[state])}.`;
};

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
  if (!months?.change || months.value === 0) return null;
  return `The supply of ${months.text} was ${movement(months.change)}.`;
};

/** What was first listed, as far as it is still known, and what is on its way to closing. */
export const flow: SentenceWriter = ({ get }) => {
  const fresh = get('newListings');
  const pending = get('pendingListings');
  const waiting = pending === null || pending.value === 0 ? null : counted(pending, 'sale is', 'sales are');
  if (fresh === null || fresh.value === 0) return waiting && `At present, ${waiting} pending.`;
  const listed = `${fresh.text} of the period’s new listings ${fresh.value === 1 ? 'is' : 'are'} active, pending or sold`;
  return `At present, ${listed}${waiting === null ? '' : `; ${waiting} pending`}.`;
};

export const reductions: SentenceWriter = ({ get }) => {
  const cuts = get('priceCuts');
  if (cuts === null) return null;
  if (cuts.value === 0) return 'None of the active listings with a known original price has been reduced.';
  if (isNought(cuts)) return null;
  return `Of the active listings with a known original price, ${cuts.text} have been reduced.`;
};
