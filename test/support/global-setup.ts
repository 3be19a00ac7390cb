import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/db/migrate.ts';
import { withDatabase } from './database.ts';
import { openPatientPool } from './patient-pool.ts';
import { startTestPostgres } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    templateDatabase: string;
    /** Where the run keeps what it bundles; below node_modules, so that a bundle finds the packages it leaves out. */
    bundles: string;
  }
}

/** Starts one PostgreSQL for the whole test run and prepares the migrated template that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestPostgres();
  // A name of its own: several runs may share a server that TEST_DATABASE_URL names.
  const template = `template_${randomBytes(6).toString('hex')}`;
  await createTemplate(server.url, template);
  project.provide('postgresUrl', server.url);
  project.provide('templateDatabase', template);
  const bundles = fileURLToPath(new URL(`../../node_modules/.cache/reportctl-test-${process.pid}`, import.meta.url));
  project.provide('bundles', bundles);
  return async () => {
    await asAdmin(server.url, `drop database ${template}`);
    await Promise.all([server.stop(), rm(bundles, { recursive: true, force: true })]);
  };
}

async function createTemplate(url: string, name: string): Promise<void> {
  await asAdmin(url, `create database ${name}`);
  const template = openPatientPool(withDatabase(url, name), { max: 1 });
  await migrate(template, new Date());
  await template.end();
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const admin = openPatientPool(url, { max: 1 });
  await admin.query(statement);
  await admin.end();
}
