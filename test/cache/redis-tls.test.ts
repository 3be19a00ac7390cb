import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectRedis } from '../../src/cache/redis-cache.ts';
import { describeWithRedisServer, type RedisServer, startRedisServer } from '../support/redis-server.ts';
import { collectWarnings } from './warnings.ts';

// A self-signed certificate for localhost, made for these tests alone (openssl ca -selfsign, valid 2000–2120).
const fixture = (name: string) => new URL(`./fixtures/localhost.${name}.pem`, import.meta.url);
const CLIENT = `
  import { connectRedis } from ${JSON.stringify(new URL('../../src/cache/redis-cache.ts', import.meta.url).href)};
  const cache = await connectRedis({ url: process.env.TLS_URL, log: { warn() {} }, timeoutMs: 10_000 });
  await cache.set('k', 'over TLS');
  process.stdout.write(await cache.get('k'));
  await cache.close();
`;

describeWithRedisServer('Redis over TLS', () => {
  let redis: RedisServer;
  let url: string;
  // TLS ends here, not in Redis: not every build of it speaks TLS.
  const namesAskedFor: string[] = [];
  const options = {
    key: readFileSync(fixture('key')),
    cert: readFileSync(fixture('cert')),
    SNICallback: (name: string, proceed: (error: Error | null) => void) => {
      namesAskedFor.push(name);
      proceed(null);
    },
  };
  const front = createServer(options, (socket) => {
    const upstream = connect(redis.port, '127.0.0.1');
    socket.on('error', () => upstream.destroy()).pipe(upstream);
    upstream.on('error', () => socket.destroy()).pipe(socket);
  });

  beforeAll(async () => {
    redis = await startRedisServer(['--requirepass', 'secret']);
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
    const address = front.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    url = `rediss://:secret@localhost:${address.port}`;
  });
  afterAll(async () => {
    front.close();
    await redis.stop();
  });

  test('works where the certificate is trusted', async () => {
    const env = { ...process.env, TLS_URL: url, NODE_EXTRA_CA_CERTS: fileURLToPath(fixture('cert')) };
    const arguments_ = ['--import', 'tsx', '--input-type=module', '-e', CLIENT];
    const { stdout } = await promisify(execFile)(process.execPath, arguments_, { env });
    expect(stdout).toBe('over TLS');
    // Hosted Redis chooses the certificate, or the tenant, by this name.
    expect(namesAskedFor).toEqual(['localhost']);
  });

  test('is refused where the certificate is not trusted', async () => {
    await expect(connectRedis({ url, log: collectWarnings().log })).rejects.toMatchObject({
      code: 'redis_unavailable',
      message: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT'),
    });
  });

  test('is refused where the certificate is for another host', async () => {
    const address = url.replace('localhost', '127.0.0.1');
    await expect(connectRedis({ url: address, log: collectWarnings().log })).rejects.toMatchObject({
      code: 'redis_unavailable',
    });
  });
});
