import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CliHost, createCliHost } from '../support/cli.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type OpenAiServer, startOpenAiServer } from '../support/openai-server.ts';

interface Report {
  narrative: { text: string; writer: string };
}

let database: TestDatabase;
let server: OpenAiServer;
const hosts: CliHost[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startOpenAiServer(() => ({ kind: 'narrative', text: 'Prices will rise.' }));
});
afterAll(async () => {
  await Promise.all(hosts.map((host) => host.close()));
  await server.close();
  await database.close();
});

async function narrativeOf(env: Record<string, string>) {
  const host = await createCliHost({ DATABASE_URL: database.url, LISTINGS_FEED: 'sample', ...env });
  hosts.push(host);
  const out = join(host.cwd, 'report.json');
  const result = await host.run('generate', '--city', 'Houston', '--out', out);
  expect(result).toMatchObject({ code: 0 });
  const report = JSON.parse(await readFile(out, 'utf8')) as Report;
  return { ...report.narrative, stderr: result.stderr };
}

test('without a key nobody is asked', async () => {
  expect(await narrativeOf({ OPENAI_BASE_URL: server.url })).toMatchObject({ writer: 'built-in' });
  expect(server.requests).toHaveLength(0);
});

test('with one the model is asked, and what cannot be published is replaced', async () => {
  const env = { OPENAI_API_KEY: 'sk-test-0123456789', OPENAI_BASE_URL: server.url, OPENAI_MODEL: 'local' };
  const { writer, stderr } = await narrativeOf(env);
  expect(writer).toBe('built-in');
  expect(server.requests.map(({ body }) => body.model)).toEqual(['local', 'local']);
  expect(stderr).not.toContain('sk-test');
});

test('the tone is the setting’s', async () => {
  const { text } = await narrativeOf({ NARRATIVE_TONE: 'professional' });
  expect(text).not.toBe((await narrativeOf({})).text);
});

test('a database that is away costs an ad-hoc report the model, not the narrative', async () => {
  const away = { DATABASE_URL: 'postgres://127.0.0.1:1/none', OPENAI_API_KEY: 'sk-test-0123456789' };
  const { writer, stderr } = await narrativeOf({ ...away, OPENAI_BASE_URL: server.url });
  expect(writer).toBe('built-in');
  expect(stderr).toContain('no database or cache for AI insights');
});
