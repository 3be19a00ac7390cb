import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ApiAnswer {
  status: number;
  body?: unknown;
}

export interface SeenCall {
  method: string;
  path: string;
  authorization: string | undefined;
  body: Record<string, unknown> | undefined;
}

/** What the product answers; each where it is not said otherwise as a product does that works. */
export interface ProductScript {
  add?(body: Record<string, unknown>): ApiAnswer | undefined;
  /** @param look 1 for the first question about this schedule */
  runs?(name: string, look: number): ApiAnswer | undefined;
  remove?(id: string, attempt: number): ApiAnswer | undefined;
  logIn?(body: Record<string, unknown>): ApiAnswer;
  /** Tokens that are not refused. */
  accepts?(authorization: string | undefined): boolean;
}

export interface ProductServer {
  url: string;
  calls: SeenCall[];
  script: ProductScript;
  /** Ids of schedules that were made and not removed. */
  schedules: Map<string, string>;
  close(): Promise<void>;
}

/** A product behind the HTTP API that qa-deliver drives, on loopback. Its runs are queued, then running, then completed. */
export async function startProductServer(script: ProductScript = {}): Promise<ProductServer> {
  const looks = new Map<string, number>();
  const count = (key: string): number => {
    looks.set(key, (looks.get(key) ?? 0) + 1);
    return looks.get(key) ?? 0;
  };
  const product: ProductServer = {
    url: '',
    calls: [],
    script,
    schedules: new Map(),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const answerTo = ({ method, path, authorization, body = {} }: SeenCall): ApiAnswer => {
    if (path === '/api/v1/auth/login') return product.script.logIn?.(body) ?? { status: 404 };
    if (product.script.accepts?.(authorization) === false) return { status: 401 };
    if (method === 'POST' && path === '/api/v1/schedules') {
      const id = `schedule/${product.schedules.size + 1}`;
      const answer = product.script.add?.(body) ?? { status: 201, body: { id } };
      if (answer.status < 300) product.schedules.set(id, nameOf(body));
      return answer;
    }
    const [, encoded = '', runs] = /^\/api\/v1\/schedules\/([^/?]+)(\/runs\?limit=5)?$/.exec(path) ?? [];
    const id = decodeURIComponent(encoded);
    const name = product.schedules.get(id);
    if (name === undefined) return { status: 404 };
    if (runs !== undefined) return product.script.runs?.(name, count(id)) ?? workingRun(count(`${id} run`));
    const answer = product.script.remove?.(id, count(`${id} removal`)) ?? { status: 204 };
    if (answer.status < 300) product.schedules.delete(id);
    return answer;
  };
  const server = createServer((request, response) => {
    void readCall(request).then((call) => {
      product.calls.push(call);
      const { status, body } = answerTo(call);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body === undefined ? '' : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  product.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
  return product;
}

/** Without the session in brackets. */
const nameOf = ({ name }: Record<string, unknown>): string => String(name).replace(/ \([0-9a-f]{8}\)$/, '');

/** The API's newest-first list of runs, none at first. */
function workingRun(look: number): ApiAnswer {
  const status = ['queued', 'running', 'completed'][look - 2] ?? 'completed';
  return { status: 200, body: look === 1 ? [] : [{ id: look, status, error: null }] };
}

async function readCall(request: IncomingMessage): Promise<SeenCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    authorization: request.headers.authorization,
    body: text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>),
  };
}
