// Prints the figures of a sample market at a fixed instant: the same from hosts in all zones.
import { readMarket } from '../../src/history/read-market.ts';
import { createSampleFeed } from '../../src/listings/sample/sample-feed.ts';

const now = new Date('2026-03-10T06:30:00Z');
const feed = createSampleFeed({ clock: { now: () => now } });
const reading = await readMarket(
  { area: { cities: ['Austin'], postalCodes: [] }, lookbackDays: 30, zone: 'America/Chicago', scheduledFor: now },
  { feed, signal: new AbortController().signal },
);
const { window, previous, yearAgo, snapshot } = reading;
const text = JSON.stringify({ window, figures: snapshot.figures, previous, yearAgo });
process.stdout.write(`${new Date().getTimezoneOffset()}\n${text}\n`);
