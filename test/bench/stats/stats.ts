import { existsSync } from 'node:fs';
import type { Listing } from '../../../src/listings/listing.ts';
import { createSelection } from '../../../src/listings/select.ts';
import { computeSnapshot, type SnapshotInput } from '../../../src/market/snapshot.ts';
import type { Bench, BenchContext, BenchReport } from '../support/bench.ts';
import { alternate, median } from '../support/statistics.ts';
import { generateListings, recordedRow } from './listings.ts';
import { peerFigures } from './simple-statistics.ts';

const HUNDRED = '100,000 listings to all figures';
const MILLION = '1,000,000 listings';
const PARSED = 'page of 500 parsed';
const PEER = '100,000 by simple-statistics';
const ROUNDS = 9;
const PAGE = 500;
const INSTALL_PEER =
  'simple-statistics is not installed, so it is left out; install it with: npm ci --prefix test/bench';

export const stats: Bench = {
  summary: '100,000 listings to all figures of a snapshot, 1,000,000 to show that it is linear, and a page parsed',
  run: async (context) => compare(context),
};

async function compare({ once, progress }: BenchContext): Promise<BenchReport> {
  const count = once ? 1_000 : 100_000;
  const rounds = once ? 1 : ROUNDS;
  progress(`making ${count * 11} listings`);
  const [small, large] = [inputOf(generateListings(count)), inputOf(generateListings(10 * count))];
  const page = Array.from({ length: PAGE }, (_, index) => recordedRow(index + 1));
  const peer = existsSync(new URL('../node_modules/simple-statistics', import.meta.url)) ? await peerFigures() : null;
  if (peer) assertSame(small, peer);
  progress('measuring');
  const contestants: Record<string, () => Promise<number>> = {
    [HUNDRED]: timed(() => computeSnapshot(small)),
    [MILLION]: timed(() => computeSnapshot(large)),
    [PARSED]: timed(() => parsePage(page)),
    ...(peer ? { [PEER]: timed(() => peer(small)) } : {}),
  };
  const times = await alternate(contestants, rounds);
  const [hundred = 0, million = 0, parsed = 0] = [HUNDRED, MILLION, PARSED].map((name) => median(times[name] ?? []));
  const atMost = (name: string, value: number, most: number) => ({ name, value, atMost: most });
  return {
    figures: Object.entries(times).map(([name, values]) => ({ name, unit: 'ms' as const, values })),
    ratios: [
      atMost('100,000 listings against 150 ms', hundred / 150, 1),
      atMost('1,000,000 against 100,000 listings', million / hundred, 11),
      atMost('page of 500 against 15 ms', parsed / 15, 1),
      ...(peer ? [atMost('reportctl against simple-statistics', hundred / median(times[PEER] ?? []), 1)] : []),
    ],
    notes: peer
      ? ['simple-statistics computes the same 15 figures from the same rows, after the same checks.']
      : [INSTALL_PEER],
  };
}

/** A third is for sale, a sixth under contract, half was sold in the 90 days before. */
function inputOf(listings: readonly Listing[]): SnapshotInput {
  const by = (status: string) => ({
    listings: listings.filter((listing) => listing.status === status),
    truncated: false,
    dropped: {},
  });
  const to = Date.UTC(2026, 2, 1);
  const days = (count: number) => ({ from: to - count * 86_400_000, to, days: count });
  return {
    active: by('Active'),
    pending: by('Pending'),
    closed: by('Closed'),
    window: days(30),
    closingsWindow: days(90),
  };
}

function parsePage(rows: readonly unknown[]): void {
  const selection = createSelection({
    cities: ['Houston'],
    postalCodes: [],
    statuses: ['Active'],
    types: ['residential'],
  });
  selection.add(rows);
  if (selection.listings.length !== PAGE) throw new Error('the page was not read');
}

/** Milliseconds of one run; the collector's pause for the run before it is not its own. */
const timed = (work: () => unknown) => async (): Promise<number> => {
  globalThis.gc?.();
  const start = performance.now();
  work();
  return performance.now() - start;
};

/** @throws when the two disagree: a comparison with other figures would compare nothing */
function assertSame(input: SnapshotInput, peer: (input: SnapshotInput) => Record<string, number | null>): void {
  const own = computeSnapshot(input).figures;
  for (const [key, value] of Object.entries(peer(input))) {
    const mine = Object.entries(own).find(([name]) => name === key)?.[1].value;
    if (mine === null || mine === undefined || value === null || Math.abs(mine - value) > 1e-9 * Math.abs(mine)) {
      throw new Error(`${key}: ${mine} here, ${value} by simple-statistics`);
    }
  }
}
