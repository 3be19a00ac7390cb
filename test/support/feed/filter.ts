import { at, numberAt, type RawRow, textAt } from './raw.ts';

export type StatusDefault = 'documented' | 'observed';

type Test = (row: RawRow) => boolean;

const CODES: Record<string, string> = {
  residential: 'RES',
  rental: 'RNT',
  condominium: 'CND',
  multifamily: 'MLF',
  commercial: 'CRE',
  commerciallease: 'CLE',
  land: 'LND',
  farm: 'FRM',
  mobilehome: 'MBL',
};

const MINIMA: Record<string, string> = {
  minprice: 'listPrice',
  minarea: 'property.area',
  minbeds: 'property.bedrooms',
  minbaths: 'property.bathsFull',
  minyear: 'property.yearBuilt',
};
const MAXIMA: Record<string, string> = {
  maxprice: 'listPrice',
  maxarea: 'property.area',
  maxbeds: 'property.bedrooms',
  maxbaths: 'property.bathsFull',
  maxyear: 'property.yearBuilt',
  maxdom: 'mls.daysOnMarket',
};
const Q_FIELDS = [
  'listingId',
  'address.full',
  'address.city',
  'address.postalCode',
  'property.subdivision',
  'mls.area',
];

/**
 * The vendor's filters, as documented: repeated parameters are alternatives, comma lists are one value, different
 * parameters must all hold, unknown parameters (mindate, maxdate, a close date) are ignored without a word.
 */
export function filterRows(rows: readonly RawRow[], query: URLSearchParams, statusDefault: StatusDefault): RawRow[] {
  const tests: Test[] = [
    statusTest(query, statusDefault),
    typeTest(query),
    ...oneOf(query, 'cities', 'address.city'),
    ...oneOf(query, 'postalCodes', 'address.postalCode'),
    ...oneOf(query, 'counties', 'geo.county'),
    ...oneOf(query, 'state', 'address.state'),
    ...oneOf(query, 'subtype', 'property.subType'),
    ...bounds(query),
    ...searchTests(query),
    ...displayTest(query),
  ];
  return rows.filter((row) => tests.every((test) => test(row)));
}

/** `status=` (empty) gives Active only, no status what the switch says. */
function statusTest(query: URLSearchParams, statusDefault: StatusDefault): Test {
  const asked = lowerAll(query.getAll('status')).filter((status) => status !== '');
  const fallback = statusDefault === 'documented' || query.has('status') ? ['active'] : ['active', 'pending'];
  const wanted = asked.length > 0 ? asked : fallback;
  return (row) => wanted.includes(textAt(row, 'mls.status').toLowerCase());
}

function typeTest(query: URLSearchParams): Test {
  const asked = lowerAll(query.getAll('type')).filter((type) => type !== '');
  const words = asked.length > 0 ? asked : ['residential', 'rental'];
  const wanted = words.map((word) => CODES[word] ?? word.toUpperCase());
  return (row) => wanted.includes(textAt(row, 'property.type'));
}

function oneOf(query: URLSearchParams, parameter: string, path: string): Test[] {
  const wanted = lowerAll(query.getAll(parameter));
  return wanted.length === 0 ? [] : [(row) => wanted.includes(textAt(row, path).toLowerCase())];
}

function bounds(query: URLSearchParams): Test[] {
  const tests: Test[] = [];
  for (const [name, value] of query) {
    const minimum = MINIMA[name];
    const maximum = MAXIMA[name];
    if (minimum) tests.push((row) => numberAt(row, minimum) >= Number(value));
    if (maximum) tests.push((row) => numberAt(row, maximum) <= Number(value));
    if (name === 'minlistdate') tests.push((row) => Date.parse(textAt(row, 'listDate')) >= Date.parse(value));
    if (name === 'maxlistdate') tests.push((row) => Date.parse(textAt(row, 'listDate')) <= Date.parse(value));
  }
  return tests;
}

/** `q` is fuzzy: it finds "South Houston", and a street called Houston, for "houston". */
function searchTests(query: URLSearchParams): Test[] {
  const words = lowerAll(query.getAll('q')).filter((word) => word !== '');
  if (words.length === 0) return [];
  return [(row) => words.some((word) => Q_FIELDS.some((path) => textAt(row, path).toLowerCase().includes(word)))];
}

function displayTest(query: URLSearchParams): Test[] {
  if (query.get('idx') === 'ignore') return [];
  return [(row) => at(row, 'internetEntireListingDisplay') !== false && at(row, 'internetAddressDisplay') !== false];
}

const lowerAll = (values: readonly string[]): string[] => values.map((value) => value.toLowerCase());
