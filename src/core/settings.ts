import { hostname } from 'node:os';
import * as z from 'zod/mini';
import { decodable } from './decodable.ts';
import { partsOf } from './parts.ts';

const text = z.string().check(z.minLength(1));
const url = (protocols: RegExp, looks: string) =>
  z.url({ protocol: protocols, error: () => `is not a URL such as ${looks}` }).check(decodable);
const protocolOf = (text: string): string => (URL.canParse(text) ? new URL(text).protocol : '');
const integer = (min: number, max: number) =>
  z.pipe(
    z.string().check(z.regex(/^\d+$/, `is not a whole number from ${min} to ${max}`)),
    z.pipe(z.transform(Number), z.number().check(z.gte(min, `is below ${min}`), z.lte(max, `is above ${max}`))),
  );
const flag = z.pipe(
  z.enum(['true', 'false', '1', '0', 'yes', 'no', 'on', 'off'], { error: () => 'is neither true nor false' }),
  z.transform((word) => ['true', '1', 'yes', 'on'].includes(word)),
);
const oneOf = <const T extends readonly [string, ...string[]]>(words: T) =>
  z.enum(words, { error: () => `is not one of ${words.join(', ')}` });

interface Definition<S extends z.ZodMiniType> {
  /** The environment variable's name. */
  name: string;
  schema: S;
  /** The default as it would stand in the environment; absent: the setting is optional. */
  fallback?: string | (() => string);
  secret?: boolean;
  /** It may hold several, as `partsOf` reads them: each is kept out of logs, not only all of them together. */
  several?: boolean;
  meaning: string;
}

const define = <S extends z.ZodMiniType>(definition: Definition<S>): Definition<S> => definition;
const required = <S extends z.ZodMiniType>(definition: Definition<S> & { fallback: string | (() => string) }) => ({
  ...definition,
  always: true as const,
});

/** Every setting there is: name, type, default and meaning. `config`, the README and validation read this table. */
export const settingDefinitions = {
  databaseUrl: define({
    name: 'DATABASE_URL',
    schema: z.string().check(
      z.refine((value) => value === 'embedded' || /^postgres(ql)?:$/.test(protocolOf(value)), {
        error: () => 'is neither "embedded" nor a URL such as postgres://db.example.com/reports',
      }),
      decodable,
    ),
    secret: true,
    meaning: 'PostgreSQL to work on, or "embedded" for the server that comes with the package',
  }),
  dataDir: define({ name: 'REPORTCTL_DATA_DIR', schema: text, meaning: 'Folder of the embedded database' }),
  host: required({
    name: 'REPORTCTL_HOST',
    schema: text.check(z.refine((name) => name !== '*', { error: () => 'is *, which stands for all hosts' })),
    fallback: hostname,
    meaning: "This host's name in run rows",
  }),
  redisUrl: define({
    name: 'REDIS_URL',
    schema: url(/^rediss?$/, 'redis://host:6379/0'),
    secret: true,
    meaning: 'Redis for the cache; without it the cache lives in PostgreSQL',
  }),
  cacheRequired: required({
    name: 'CACHE_REQUIRED',
    schema: flag,
    fallback: 'true',
    meaning: 'false: work without a cache when Redis does not answer',
  }),
  simplyretsCache: required({
    name: 'SIMPLYRETS_CACHE',
    schema: flag,
    fallback: 'false',
    meaning: 'Cache SimplyRETS responses for 30 minutes',
  }),
  listingsFeed: define({
    name: 'LISTINGS_FEED',
    schema: oneOf(['simplyrets', 'sample']),
    meaning: 'Where listings come from; "sample" is a synthetic market',
  }),
  simplyretsBaseUrl: required({
    name: 'SIMPLYRETS_BASE_URL',
    schema: url(/^https?$/, 'https://api.simplyrets.com'),
    fallback: 'https://api.simplyrets.com',
    meaning: 'Base URL of the SimplyRETS API',
  }),
  simplyretsUsername: define({ name: 'SIMPLYRETS_USERNAME', schema: text, meaning: 'SimplyRETS API key' }),
  simplyretsPassword: define({
    name: 'SIMPLYRETS_PASSWORD',
    schema: text,
    secret: true,
    meaning: 'SimplyRETS API secret',
  }),
  simplyretsVendor: define({
    name: 'SIMPLYRETS_VENDOR',
    schema: text,
    meaning: 'Which MLS to ask, where the SimplyRETS account has several; they are asked one at a time',
  }),
  simplyretsDailyLimit: define({
    name: 'SIMPLYRETS_DAILY_LIMIT',
    schema: integer(1, 10_000_000),
    meaning: 'Requests a day that the SimplyRETS plan allows, for all hosts together; a day begins at midnight UTC',
  }),
  listingsAllowDemo: required({
    name: 'LISTINGS_ALLOW_DEMO',
    schema: flag,
    fallback: 'false',
    meaning: "true: let SimplyRETS' public demo credentials answer for real accounts",
  }),
  openaiApiKey: define({ name: 'OPENAI_API_KEY', schema: text, secret: true, meaning: 'Key for AI insights' }),
  openaiBaseUrl: define({
    name: 'OPENAI_BASE_URL',
    schema: url(/^https?$/, 'https://api.openai.com/v1'),
    meaning: 'Base URL of the OpenAI API, when it is not the public one',
  }),
  openaiModel: required({ name: 'OPENAI_MODEL', schema: text, fallback: 'gpt-5-mini', meaning: 'Model for insights' }),
  openaiTimeoutSeconds: required({
    name: 'OPENAI_TIMEOUT_SECONDS',
    schema: integer(1, 300),
    fallback: '30',
    meaning: 'How long AI insights may delay a report; then the built-in writer writes',
  }),
  openaiDailyTokens: required({
    name: 'OPENAI_DAILY_TOKENS',
    schema: integer(0, 2_000_000_000),
    fallback: '2000000',
    meaning: 'Tokens that AI insights may use in a UTC day, on all hosts together',
  }),
  narrativeTone: required({
    name: 'NARRATIVE_TONE',
    schema: oneOf(['agent', 'professional']),
    fallback: 'agent',
    meaning: "Whom narratives address: readers of an agent's mail, or professional readers",
  }),
  mailTransport: define({
    name: 'MAIL_TRANSPORT',
    schema: oneOf(['smtp', 'outbox']),
    meaning: 'smtp sends; outbox writes messages to files',
  }),
  smtpUrl: define({
    name: 'SMTP_URL',
    schema: url(/^smtps?$/, 'smtp://mail.example.com:587'),
    secret: true,
    meaning: 'Mail server',
  }),
  smtpTls: define({
    name: 'SMTP_TLS',
    schema: oneOf(['required', 'optional']),
    meaning: 'Whether STARTTLS must be had; by default it must, unless the mail server is on this host',
  }),
  smtpPerSecond: define({
    name: 'SMTP_PER_SECOND',
    schema: integer(1, 1000),
    meaning: 'Messages a second that the mail server takes, from all hosts together',
  }),
  mailFrom: define({ name: 'MAIL_FROM', schema: text, meaning: 'Address that messages are sent from' }),
  outboxDir: required({
    name: 'OUTBOX_DIR',
    schema: text,
    fallback: './outbox',
    meaning: 'Folder that the outbox transport writes to',
  }),
  unsubscribeBaseUrl: define({
    name: 'UNSUBSCRIBE_BASE_URL',
    schema: url(/^https$/, 'https://reports.example.com/unsubscribe'),
    meaning: 'Where unsubscribe links point to (https only)',
  }),
  unsubscribeSecret: define({
    name: 'UNSUBSCRIBE_SECRET',
    schema: z.string().check(
      z.refine((value) => partsOf(value).length > 0 && partsOf(value).every((secret) => secret.length >= 16), {
        error: () => 'is shorter than 16 characters, or one of several is (a comma separates two)',
      }),
    ),
    secret: true,
    several: true,
    meaning: 'Key that signs unsubscribe links; former ones, which still open theirs, stand behind it after a comma',
  }),
  keepaliveUrl: define({
    name: 'KEEPALIVE_URL',
    schema: url(/^https?$/, 'https://example.com/health'),
    // What is pinged often carries a key.
    secret: true,
    meaning: 'URL that `ping` fetches',
  }),
  qaBaseUrl: define({
    name: 'QA_BASE_URL',
    schema: url(/^https?$/, 'https://api.example.com'),
    meaning: 'API of the product that qa-deliver tries; without it, it tries this database',
  }),
  qaToken: define({ name: 'QA_TOKEN', schema: text, secret: true, meaning: 'Bearer token for that API' }),
  qaLoginEmail: define({
    name: 'QA_LOGIN_EMAIL',
    schema: text,
    meaning: 'Who logs in to that API, instead of a token',
  }),
  qaLoginPassword: define({
    name: 'QA_LOGIN_PASSWORD',
    schema: text,
    secret: true,
    meaning: 'The password of that login',
  }),
  monitorUrl: define({
    name: 'MONITOR_URL',
    schema: url(/^https?$/, 'https://hc-ping.com/<uuid>'),
    // Whoever knows it can report for us.
    secret: true,
    meaning: 'Told of each tick: <URL>/start, then <URL> or <URL>/fail, as healthchecks.io expects',
  }),
  metricsFile: define({
    name: 'METRICS_FILE',
    schema: text,
    meaning: "File that each tick writes metrics to, for node_exporter's textfile collector (its name ends in .prom)",
  }),
  keepRunsDays: required({
    name: 'KEEP_RUNS_DAYS',
    schema: integer(1, 36_500),
    fallback: '400',
    meaning: 'Days that `prune` keeps ended runs and their ledgers',
  }),
  keepReportsDays: required({
    name: 'KEEP_REPORTS_DAYS',
    schema: integer(1, 36_500),
    fallback: '100',
    meaning: "Days that `prune` keeps made reports; the current month's stay",
  }),
  keepNoticesDays: required({
    name: 'KEEP_NOTICES_DAYS',
    // A month's notice must outlive its month, or it is sent twice.
    schema: integer(62, 36_500),
    fallback: '400',
    meaning: 'Days that `prune` keeps notices to account owners',
  }),
  keepMarketDays: required({
    name: 'KEEP_MARKET_DAYS',
    // Charts show 24 months and compare with a year before.
    schema: integer(1_100, 36_500),
    fallback: '1500',
    meaning: "Days that `prune` keeps markets' monthly figures and daily inventories",
  }),
  keepHostsDays: required({
    name: 'KEEP_HOSTS_DAYS',
    schema: integer(1, 36_500),
    fallback: '30',
    meaning: 'Days after its last tick until `prune` forgets a host',
  }),
  concurrency: required({
    name: 'CONCURRENCY',
    schema: integer(1, 256),
    fallback: '8',
    meaning: 'Runs that this host works on at once',
  }),
  leaseSeconds: required({
    name: 'LEASE_SECONDS',
    schema: integer(1, 3600),
    fallback: '120',
    meaning: 'How long a claim holds without a heartbeat',
  }),
  runTimeoutSeconds: required({
    name: 'RUN_TIMEOUT_SECONDS',
    schema: integer(1, 3600),
    fallback: '300',
    meaning: "How long a run may take over its report's figures and narrative",
  }),
  tickBudgetSeconds: required({
    name: 'TICK_BUDGET_SECONDS',
    schema: integer(1, 3600),
    fallback: '50',
    meaning: 'A tick stops claiming after this time',
  }),
  maxAttempts: required({
    name: 'MAX_ATTEMPTS',
    schema: integer(1, 20),
    fallback: '3',
    meaning: 'Attempts before a run ends failed',
  }),
  logLevel: required({
    name: 'LOG_LEVEL',
    schema: oneOf(['debug', 'info', 'warn', 'error', 'silent']),
    fallback: 'info',
    meaning: 'Least severe level that is logged',
  }),
};

type Definitions = typeof settingDefinitions;
export type SettingKey = keyof Definitions;
export type Settings = {
  readonly [K in SettingKey]: Definitions[K] extends { always: true }
    ? z.output<Definitions[K]['schema']>
    : z.output<Definitions[K]['schema']> | undefined;
};
