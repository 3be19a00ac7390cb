import { instantOrNull, isObject, type JsonObject, numberOrNull, objectOrEmpty, textOrNull } from './fields.ts';
import type { Listing } from './listing.ts';
import { statusOrNull, typeOrNull } from './property-types.ts';

// Reports show a handful of photos; two years of a big city's closings with 40 addresses each would fill the memory.
const MOST_PHOTOS = 10;

/**
 * One object of a SimplyRETS response as a Listing, field by field: a bad field is null and never costs the row. Only
 * a row without a usable `mlsId` or `mls.status` is 'invalid'. Named fields alone are taken, so that remarks, showing
 * instructions, owners, occupants and agents never enter.
 */
export function parseListing(raw: unknown): Listing | 'invalid' {
  if (!isObject(raw)) return 'invalid';
  const mls = objectOrEmpty(raw.mls);
  const mlsId = numberOrNull(raw.mlsId);
  const status = statusOrNull(textOrNull(mls.status));
  if (mlsId === null || !Number.isSafeInteger(mlsId) || mlsId <= 0 || status === null) return 'invalid';
  return {
    mlsId,
    listingId: listingIdOf(raw.listingId) ?? String(mlsId),
    status,
    listPrice: numberOrNull(raw.listPrice),
    originalListPrice: numberOrNull(raw.originalListPrice),
    listDate: instantOrNull(raw.listDate),
    daysOnMarket: numberOrNull(mls.daysOnMarket),
    officeName: officeName(objectOrEmpty(raw.office)),
    disclaimer: textOrNull(raw.disclaimer),
    ...saleFields(objectOrEmpty(status === 'Closed' ? raw.sales : null)),
    ...propertyFields(objectOrEmpty(raw.property)),
    ...placeFields(raw, objectOrEmpty(raw.address)),
  };
}

function listingIdOf(value: unknown): string | null {
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : textOrNull(value);
}

const officeName = (office: JsonObject): string | null => textOrNull(office.name) ?? textOrNull(office.servingName);

function saleFields(sales: JsonObject) {
  return {
    closePrice: numberOrNull(sales.closePrice),
    closeDate: instantOrNull(sales.closeDate),
    contractDate: instantOrNull(sales.contractDate),
  };
}

function propertyFields(property: JsonObject) {
  return {
    type: typeOrNull(textOrNull(property.type)),
    subtype: textOrNull(property.subType)?.replace(/\s/g, '').toLowerCase() ?? null,
    livingArea: numberOrNull(property.area),
    bedrooms: numberOrNull(property.bedrooms),
    bathrooms: bathroomsOf(property),
    yearBuilt: numberOrNull(property.yearBuilt),
  };
}

/** From the three counts; from `bathrooms`, a number written as text, only where none of them is there. */
function bathroomsOf(property: JsonObject): number | null {
  const full = countOrNull(property.bathsFull);
  const half = countOrNull(property.bathsHalf);
  const threeQuarter = countOrNull(property.bathsThreeQuarter);
  if (full !== null || half !== null || threeQuarter !== null) {
    return (full ?? 0) + ((half ?? 0) + (threeQuarter ?? 0)) / 2;
  }
  const total = textOrNull(property.bathrooms);
  return total !== null && /^\d{1,3}(\.\d+)?$/.test(total) ? Number(total) : countOrNull(property.bathrooms);
}

function countOrNull(value: unknown): number | null {
  const count = numberOrNull(value);
  return count !== null && count >= 0 ? count : null;
}

/** The vendor hides such listings by itself unless asked not to; a null flag means that display is allowed. */
function placeFields(raw: JsonObject, address: JsonObject) {
  const hidden = raw.internetEntireListingDisplay === false;
  return {
    city: textOrNull(address.city),
    state: textOrNull(address.state),
    postalCode: textOrNull(address.postalCode),
    streetAddress: hidden || raw.internetAddressDisplay === false ? null : textOrNull(address.full),
    photos: hidden ? [] : photosOf(raw.photos),
  };
}

function photosOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  const photos: unknown[] = value;
  return photos.filter(isWebAddress).slice(0, MOST_PHOTOS);
}

const isWebAddress = (value: unknown): value is string => typeof value === 'string' && /^https?:\/\/\S+$/i.test(value);
