import type { CivilDay } from '../../core/civil-day.ts';
import type { ListingStatus } from '../listing.ts';
import type { SampleCity } from './cities.ts';
import type { Life } from './life.ts';
import { SAMPLE_PHOTO_HOST } from './photo.ts';
import { createRandom, type Random } from './random.ts';

/** Writes a civil day as local midnight in UTC, as MLS systems do. */
export type WriteDay = (day: CivilDay) => string;

const OFFICES = [
  'Harbor & Pine Realty',
  'Northgate Homes',
  'Blue Door Brokers',
  'Sycamore Street Realty',
  'Lantern Real Estate',
  'Meridian House Group',
  'Old Mill Properties',
] as const;
const STREETS = ['Alder', 'Birch', 'Canyon', 'Dove', 'Elm', 'Foxglove', 'Garden', 'Heron', 'Iris', 'Juniper'] as const;
const SUFFIXES = ['St', 'Ave', 'Ln', 'Ct', 'Dr', 'Way'] as const;
const FIRST_YEAR_BUILT = 1948;

/** The status on a day; null before the listing. */
export function statusOn(life: Life, day: CivilDay): ListingStatus | null {
  if (life.listDay > day) return null;
  if (life.sale === null) return life.endDay <= day ? 'Withdrawn' : 'Active';
  if (life.sale.closeDay <= day) return 'Closed';
  if (life.sale.contractDay > day) return 'Active';
  // One contract in eight stays open for backup offers.
  return life.traitSeed % 8 === 0 ? 'ActiveUnderContract' : 'Pending';
}

/** The row that SimplyRETS would send for this listing on this day, in its own shape, nulls and quirks included. */
export function rawRow(life: Life, city: SampleCity, day: CivilDay, writeDay: WriteDay) {
  const random = createRandom(life.traitSeed);
  const status = statusOn(life, day);
  const current = life.prices.findLast((change) => change.day <= day) ?? life.prices[0];
  const offMarket = Math.min(life.endDay, day);
  const property = propertyOf(life, random, writeDay);
  const sold = status === 'Closed' ? life.sale : null;
  // Drawn whether sold or not: the draws that follow must not change with the status.
  const sellingOffice = officeOf(random);
  return {
    mlsId: life.mlsId,
    listingId: `SAMPLE${life.mlsId}`,
    listDate: writeDay(life.listDay),
    modified: modifiedAt(life, day, random),
    listPrice: current?.price ?? null,
    originalListPrice: life.prices[0]?.price ?? null,
    mls: {
      status,
      statusText: status,
      area: city.name,
      areaMinor: null,
      daysOnMarket: offMarket - life.listDay,
      originalEntryTimestamp: null,
      originatingSystemName: 'SAMPLE',
    },
    property,
    address: addressOf(life, city, random),
    sales: sold && {
      closeDate: writeDay(sold.closeDay),
      closePrice: sold.price,
      contractDate: writeDay(sold.contractDay),
      office: sellingOffice,
      agent: null,
    },
    office: officeOf(random),
    geo: geoOf(city, random),
    photos: [`https://${SAMPLE_PHOTO_HOST}/${life.mlsId}.png`],
    ...EMPTY_FIELDS,
    internetAddressDisplay: random.uniform() < 0.03 ? false : null,
  };
}

/** Fields that every response has and that the sample leaves empty. */
const EMPTY_FIELDS = {
  privateRemarks: null,
  remarks: 'A synthetic listing for trying reportctl. It describes no real property.',
  disclaimer: 'Synthetic sample data, not a real listing.',
  showingContactName: null,
  showingContactPhone: null,
  showingInstructions: null,
  terms: null,
  leaseTerm: null,
  leaseType: null,
  agreement: null,
  specialListingConditions: null,
  ownership: null,
  virtualTourUrl: null,
  association: null,
  agent: null,
  coAgent: null,
  school: null,
  tax: null,
  internetEntireListingDisplay: null,
};

function propertyOf(life: Life, random: Random, writeDay: WriteDay) {
  const house = life.type === 'RES';
  const bedrooms = Math.max(0, Math.min(6, Math.round(life.area / 650 + 0.6 * random.normal())));
  const full = Math.max(1, Math.min(5, Math.round(life.area / 950 + 0.4 * random.normal())));
  const half = random.uniform() < 0.35 ? 1 : 0;
  const newest = Number(writeDay(life.listDay).slice(0, 4));
  const yearBuilt = Math.round(newest - random.uniform() ** 1.4 * (newest - FIRST_YEAR_BUILT));
  // The total is text where it is given at all, as in recorded responses.
  const bathrooms = random.uniform() < 0.5 ? String(full + half / 2) : null;
  return {
    type: life.type,
    subType: house ? 'SingleFamilyResidence' : subTypeOf(life, random),
    subTypeText: null,
    area: random.uniform() < 0.01 ? null : life.area,
    bedrooms,
    bathsFull: full,
    bathsHalf: half,
    bathsThreeQuarter: null,
    bathrooms,
    yearBuilt: random.uniform() < 0.03 ? null : yearBuilt,
    stories: house && random.uniform() < 0.5 ? 2 : 1,
    garageSpaces: random.uniform() < 0.8 ? 2 : null,
    lotSizeArea: house ? Math.round(life.area * (2 + 2 * random.uniform())) : null,
    lotSizeAreaUnits: house ? 'Square Feet' : null,
    lotSize: null,
    acres: null,
    pool: random.uniform() < 0.2 ? 'Private' : null,
    view: null,
    ownerName: null,
    occupantName: null,
    occupantType: null,
    subdivision: null,
  };
}

const subTypeOf = (life: Life, random: Random): string =>
  life.type === 'RNT' ? 'Apartment' : random.pick(['Condominium', 'Condominium', 'Townhouse']);

function addressOf(life: Life, city: SampleCity, random: Random) {
  const streetNumber = 1 + Math.floor(random.uniform() * 9_800);
  const streetName = `${random.pick(STREETS)} ${random.pick(SUFFIXES)}`;
  const unit = life.type === 'RES' ? null : String(1 + Math.floor(random.uniform() * 240));
  const extended = random.uniform() < 0.05 ? `-${1_000 + Math.floor(random.uniform() * 8_999)}` : '';
  return {
    full: `${streetNumber} ${streetName}${unit === null ? '' : ` #${unit}`}`,
    streetNumber,
    streetNumberText: String(streetNumber),
    streetName,
    unit,
    crossStreet: null,
    city: random.uniform() < 0.02 ? city.name.toUpperCase() : city.name,
    state: city.state,
    country: 'United States',
    postalCode: `${life.postalCode}${extended}`,
  };
}

const officeOf = (random: Random) => {
  const name = random.pick(OFFICES);
  return { name, servingName: name, brokerid: null, contact: null };
};

function geoOf(city: SampleCity, random: Random) {
  const near = (degrees: number) => Number((degrees + (random.uniform() - 0.5) * 0.12).toFixed(6));
  const { lat, lng } = city.center;
  return { lat: near(lat), lng: near(lng), county: city.county, marketArea: city.name, directions: null };
}

/** A true instant, unlike the dates: some time in the working day of the last thing that happened. */
function modifiedAt(life: Life, day: CivilDay, random: Random): string {
  const events = [...life.prices.map((change) => change.day), life.endDay, life.sale?.closeDay ?? life.endDay];
  const last = events.reduce((latest, event) => (event <= day ? Math.max(latest, event) : latest), life.listDay);
  return new Date((last * 24 + 16) * 3_600_000 + Math.floor(random.uniform() * 21_600_000)).toISOString();
}
