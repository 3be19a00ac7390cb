import { afterEach, beforeEach, expect, test } from 'vitest';
import type { NarrativeFacts } from '../../src/insights/facts.ts';
import { countWords } from '../../src/insights/words.ts';
import { writeNarrative } from '../../src/insights/write-narrative.ts';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addTestAccount, addTestSchedule, allRuns } from '../support/fixtures.ts';
import { type ChatBody, type OpenAiServer, startOpenAiServer } from '../support/openai-server.ts';

let database: TestDatabase;
let server: OpenAiServer;
let host: CliHost;
let schedule: string;

beforeEach(async () => {
  database = await createTestDatabase();
  server = await startOpenAiServer((i, body) => ({
    kind: 'narrative',
    text: `${textFrom(body)}${i === 0 ? ' Prices will rise.' : ''}`,
  }));
  host = await createCliHost({
    DATABASE_URL: database.url,
    LISTINGS_FEED: 'sample',
    MAIL_TRANSPORT: 'outbox',
    OPENAI_API_KEY: 'sk-test-0123456789',
    OPENAI_BASE_URL: server.url,
  });
  schedule = await addTestSchedule(database.pool, await addTestAccount(database.pool), { nextRunAt: null });
});
afterEach(async () => {
  await Promise.all([host.close(), server.close(), database.close()]);
});

/** What a model that follows its instructions writes of the facts that it was sent. */
function textFrom({ messages }: ChatBody): string {
  const { facts } = JSON.parse(messages[1]?.content ?? '') as Pick<NarrativeFacts, 'facts'>;
  const text = writeNarrative({ area: '{area}', period: '{period}', facts });
  // The period's own words come on top of these.
  let kept = text;
  while (countWords(kept) > 125) kept = kept.replace(/(?<=\.) [^.]*(?:\.\d[^.]*)*\.$/, '');
  return kept;
}

const generate = (...options: string[]) => host.run('generate', '--schedule', schedule, ...options);
const runId = async () => (await allRuns(database.pool))[0]?.id ?? '';

test('runs show prints how a narrative came about; --json holds all of it', async () => {
  expect((await generate()).code).toBe(0);
  const { stdout } = await host.run('runs', 'show', await runId());
  expect(stdout).toMatch(/^written by: openai, model gpt-5-mini; tone agent; 2400 tokens in, 600 out$/m);
  expect(stdout).toMatch(/^attempt 1: refused; 1200 tokens in, 300 out$/m);
  expect(stdout).toMatch(/^ {2}forecast: "will" speaks of the future/m);
  expect(stdout).toMatch(/^attempt 2: published/m);
  expect(stdout).toMatch(/^ {2}You write the narrative of a real-estate market report/m);
  expect(stdout).toMatch(/^ {2}medianSalePrice +\$[\d,]+ +\d+ +closed sales +/m);
  const shown = (await host.run('runs', 'show', await runId(), '--json')).json();
  expect(shown).toMatchObject({
    narrative: {
      writer: 'openai',
      figures: expect.arrayContaining([expect.objectContaining({ key: 'medianSalePrice', part: 'value' })]),
      trace: {
        model: 'gpt-5-mini',
        prompt: expect.stringContaining('{area}'),
        attempts: [{ problems: expect.arrayContaining([expect.objectContaining({ code: 'forecast' })]) }, {}],
        tokens: { input: 2_400, output: 600 },
        cached: false,
        fallback: null,
      },
    },
  });
  expect(JSON.stringify(shown)).not.toContain('sk-test');
});

test('runs show of a text that no model wrote names its writer and its figures', async () => {
  delete host.env.OPENAI_API_KEY;
  await generate();
  const { stdout } = await host.run('runs', 'show', await runId());
  expect(stdout).toContain('written by: built-in (no model is configured)');
  expect(stdout).toMatch(/^\$[\d,]+ +Median sale price +\d+ +closed sales, .*\(n\s=\s\d+\)$/m);
  expect(server.requests).toHaveLength(0);
});

test('generate --explain names the source of each figure, of a delivered report and of a preview', async () => {
  const delivered = await generate('--explain');
  expect(delivered.stdout).toMatch(/^\$[\d,]+ +Median sale price +\d+ +closed sales, .*\d{4} \(n\s=\s\d+\)$/m);
  const preview = await host.run('generate', '--city', 'Austin', '--explain', '--json');
  expect(preview.code).toBe(0);
  const { narrative } = preview.json() as { narrative: { text: string; figures: { text: string; source: string }[] } };
  expect(narrative.figures.length).toBeGreaterThan(4);
  for (const { text, source } of narrative.figures) {
    expect(narrative.text).toContain(text);
    expect(source).not.toBe('');
  }
});

test('generate --explain says so of a report without a narrative', async () => {
  const { stdout } = await host.run('generate', '--type', 'new_listings', '--city', 'Austin', '--explain');
  expect(stdout).toContain('This report has no narrative.');
});

test('OPENAI_DAILY_TOKENS holds over commands, which are processes of their own', async () => {
  host.env.OPENAI_DAILY_TOKENS = '4200';
  await generate('--json');
  const asked = server.requests.length;
  expect(asked).toBeGreaterThan(0);
  host.env.NARRATIVE_TONE = 'professional';
  await generate('--force', '--json');
  expect(server.requests).toHaveLength(asked);
  const shown = (await host.run('runs', 'list', '--json')).json() as { id: string }[];
  expect((await host.run('runs', 'show', shown[0]?.id ?? '')).stdout).toContain('because: daily_cap');
});
