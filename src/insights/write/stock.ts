import { capitalised, isNought, ofOneHome, type SentenceWriter } from './known.ts';
import { aside, COUNT } from './movement.ts';

/** What is for sale and for how long, where a report is about that. */
export const stock: SentenceWriter = ({ area, get, homes }) => {
  const active = get('activeListings');
  if (active === null) return `The number of ${homes.many} for sale in ${area} is not known.`;
  if (active.value === 0) return `${capitalised(homes.none)} was for sale in ${area} when the listings were read.`;
  const one = active.value === 1;
  const offered = `When the listings were read, ${homes.count(active)} ${one ? 'was' : 'were'} for sale in ${area}`;
  return `${offered}${aside(active, COUNT)}.`;
};

export const age: SentenceWriter = ({ get }) => {
  const [active, days] = [get('activeListings'), get('activeDaysOnMarket')];
  if (active === null || active.value === 0 || days === null) return null;
  if (ofOneHome(active, days)) return `It had been on the market for ${days.text}.`;
  // Days of other homes are none of the one for sale.
  return active.value === 1 ? null : `They had been on the market for a median of ${days.text}.`;
};

/** The part of it that has waited longest. */
export const oldStock: SentenceWriter = ({ get }) => {
  const [active, old] = [get('activeListings'), get('activeOver90Days')];
  if (active === null || active.value < 2 || old === null) return null;
  if (old.value === 0) return 'No home among them had been for sale for more than 90 days.';
  return isNought(old) ? null : `Of them, ${old.text} had been for sale for more than 90 days.`;
};
