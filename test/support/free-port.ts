import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** Linux hands out ports from here on to whoever asks for any (ip_local_port_range). */
const FIRST_OF_ANY = 32_768;
const FIRST = 15_000;

/**
 * A port of 127.0.0.1 for a server that must be told one. It lies below those that the system hands out: one of these
 * may be another test's before the server has started.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const probe = createServer();
    const port = FIRST + Math.floor(Math.random() * (FIRST_OF_ANY - FIRST));
    try {
      await once(probe.listen(port, '127.0.0.1'), 'listening');
    } catch {
      continue; // taken
    }
    const { port: free } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    return free;
  }
}
