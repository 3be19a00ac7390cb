import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/db/migrate.ts';
import { openPool } from '../../src/db/pool.ts';
import { TEMPLATE_DATABASE, withDatabase } from './database.ts';
import { startTestPostgres } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

/** Starts one PostgreSQL for the whole test run and prepares the migrated template that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestPostgres();
  await createTemplate(server.url);
  project.provide('postgresUrl', server.url);
  return () => server.stop();
}

async function createTemplate(url: string): Promise<void> {
  const admin = openPool(url, { max: 1 });
  await admin.query(`drop database if exists ${TEMPLATE_DATABASE}`);
  await admin.query(`create database ${TEMPLATE_DATABASE}`);
  await admin.end();
  const template = openPool(withDatabase(url, TEMPLATE_DATABASE), { max: 1 });
  await migrate(template, new Date());
  await template.end();
}
