import { startFeedServer } from '../feed-server.ts';
import { hasRecordings, readRecording } from './recordings.ts';
import { sampleOpenHouses, sampleRows } from './sample-rows.ts';

/** By hand: `npx tsx test/support/feed/main.ts [sample|demo] [port]`, then point SIMPLYRETS_BASE_URL at what it prints. */
const [source = 'sample', port = '0'] = process.argv.slice(2);
if (source !== 'sample' && !hasRecordings) throw new Error('The recordings are not here: use "sample".');
const rows = source === 'sample' ? sampleRows(new Date()) : readRecording('simplyrets-demo-merged-58');
const openHouses = source === 'sample' ? sampleOpenHouses(new Date()) : [];
const server = await startFeedServer({ rows, openHouses, port: Number(port) });
process.stdout.write(`${server.url}  (${rows.length} listings; user and password: simplyrets)\n`);
process.once('SIGINT', () => void server.close());
