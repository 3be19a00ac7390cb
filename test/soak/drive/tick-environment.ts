import type { HostName } from './hosts.ts';
import type { Services } from './services.ts';

const SETTINGS = {
  SIMPLYRETS_USERNAME: 'simplyrets',
  SIMPLYRETS_PASSWORD: 'simplyrets',
  SIMPLYRETS_CACHE: 'true',
  MAIL_FROM: 'Reports <reports@example.com>',
  UNSUBSCRIBE_BASE_URL: 'https://reports.example.com/unsubscribe',
  UNSUBSCRIBE_SECRET: 'a secret of more than sixteen characters',
  LOG_LEVEL: 'error',
  CONCURRENCY: '4',
  // Business time: the hour is three seconds of the script.
  LEASE_SECONDS: '3600',
};

export interface TickLimits {
  maxAttempts: number;
  pace: number;
}

/** What a host's crontab sets: one insists on Redis, one goes on without it, one has its cache in PostgreSQL. */
export function tickEnvironment(
  services: Services,
  host: HostName,
  { maxAttempts, pace }: TickLimits,
): Record<string, string> {
  const { postgres, feed, mail, redis } = services;
  const cache: Record<string, string> = redis === undefined || host === 'gamma' ? {} : { REDIS_URL: redis.url };
  return {
    ...SETTINGS,
    ...cache,
    ...(host === 'beta' ? { CACHE_REQUIRED: 'false' } : {}),
    REPORTCTL_HOST: host,
    DATABASE_URL: postgres.url,
    SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    SIMPLYRETS_BASE_URL: feed.url,
    MAX_ATTEMPTS: String(maxAttempts),
    // Real time: a vendor that hangs costs an attempt within it, and ticks of one host overlap.
    RUN_TIMEOUT_SECONDS: String(Math.ceil(12 * pace)),
    TICK_BUDGET_SECONDS: String(Math.ceil(3 * pace)),
  };
}
