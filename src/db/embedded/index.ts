/** PostgreSQL without installing one: real server binaries from npm, shared by all commands of a host or a user. */
export type { EmbeddedOptions } from './folder.ts';
export { type EmbeddedStatus, embeddedStatus, type StopOutcome, startEmbedded, stopEmbedded } from './keep.ts';
export { type EmbeddedDatabase, openEmbedded } from './open.ts';
