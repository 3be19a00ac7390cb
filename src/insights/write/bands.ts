import type { SentenceWriter } from './known.ts';

/** Where most sold. */
export const mostSold: SentenceWriter = ({ get, homes }) => {
  const most = get('bandMostSold');
  return most && `Sales were most frequent ${most.range}, where ${homes.countAgain(most)} sold.`;
};

/** Where what is for sale would sell first and last, at the pace of its own price range. */
export const supplies: SentenceWriter = ({ get }) => {
  const ends = [
    { end: 'shortest', fact: get('bandShortestSupply') },
    { end: 'longest', fact: get('bandLongestSupply') },
  ].flatMap(({ end, fact }) => (fact ? [`${end} ${fact.range}, with ${fact.text}`] : []));
  return ends.length === 0 ? null : `Supply was ${ends.join(', and ')}.`;
};
