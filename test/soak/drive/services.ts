import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPool, type Pool } from '../../../src/db/pool.ts';
import type { Random } from '../../../src/listings/sample/random.ts';
import { type FeedServer, startFeedServer } from '../../support/feed-server.ts';
import { type OwnPostgres, startOwnPostgres } from '../../support/postgres-server.ts';
import { smtpSteps } from '../../support/protocol-steps.ts';
import { type RedisServer, redisAvailable, startRedisServer } from '../../support/redis-server.ts';
import { startSmtpServer, type TestSmtpServer } from '../../support/smtp-server.ts';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts';
import type { BusinessTime } from '../business-time.ts';
import { homesAt } from './homes.ts';
import { MailWeather } from './mail-weather.ts';

/** Everything around the ticks, each of it real, on loopback. */
export interface Services {
  postgres: OwnPostgres;
  /** The driver's own connections. */
  pool: Pool;
  /** Undefined where there is no redis-server on this machine. */
  redis: RedisServer | undefined;
  feed: FeedServer;
  smtp: TestSmtpServer;
  mail: TcpProxy;
  weather: MailWeather;
  cwd: string;
  close(): Promise<void>;
}

export async function startServices(time: BusinessTime, random: Random): Promise<Services> {
  const weather = new MailWeather(random);
  const [postgres, redis, feed, smtp, cwd] = await Promise.all([
    startOwnPostgres(),
    redisAvailable ? startRedisServer() : undefined,
    startFeedServer({ rows: () => homesAt(time.now()) }),
    startSmtpServer(weather.script),
    mkdtemp(join(tmpdir(), 'reportctl-soak-')),
  ]);
  const mail = await startTcpProxy(smtp.port, smtpSteps);
  mail.gate = weather.gate;
  const pool = openPool(postgres.url, { max: 6 });
  const close = async () => {
    await Promise.all([pool.end(), mail.close()]);
    await Promise.all([postgres.stop(), redis?.stop(), feed.close(), smtp.close(), rm(cwd, { recursive: true })]);
  };
  return { postgres, pool, redis, feed, smtp, mail, weather, cwd, close };
}
