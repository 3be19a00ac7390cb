import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does with one request. */
export type OpenAiReply =
  | { kind: 'narrative'; text: string }
  /** The model declines. */
  | { kind: 'refusal' }
  | { kind: 'content_filter' }
  /** The answer stopped at its greatest length. */
  | { kind: 'cut_off'; content: string }
  /** Message content as it is: for what is no JSON, or other JSON. */
  | { kind: 'content'; content: string | null }
  | { kind: 'status'; status: number; headers?: Record<string, string> }
  /** A whole HTTP body as it is. */
  | { kind: 'body'; body: string; contentType?: string }
  /** Headers at once, then a byte at a time, without an end. */
  | { kind: 'drip' }
  /** No answer at all. */
  | { kind: 'silence' }
  /** The connection is cut. */
  | { kind: 'reset' };

export interface SeenChatRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: ChatBody;
  /** Resolves when the client let go of the request. */
  readonly closed: Promise<void>;
}

export interface ChatBody {
  readonly model: string;
  readonly messages: readonly { role: string; content: string }[];
  readonly max_completion_tokens: number;
  readonly reasoning_effort?: string;
  readonly response_format: { json_schema: { strict: boolean; schema: unknown } };
}

export interface OpenAiServer {
  /** As OPENAI_BASE_URL wants it. */
  readonly url: string;
  readonly requests: SeenChatRequest[];
  close(): Promise<void>;
}

export const TOKENS = { input: 1_200, output: 300 };

/** Speaks the Chat Completions API; `reply` is asked anew for each request, counted from 0. */
export async function startOpenAiServer(
  reply: (index: number, body: ChatBody) => OpenAiReply,
  { port = 0 } = {},
): Promise<OpenAiServer> {
  const requests: SeenChatRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as ChatBody;
      const closed = new Promise<void>((resolve) => response.on('close', resolve));
      requests.push({ path: request.url ?? '', headers: request.headers, body, closed });
      answer(reply(requests.length - 1, body), response);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(reply: OpenAiReply, response: ServerResponse): void {
  if (reply.kind === 'narrative') complete(response, { content: JSON.stringify({ narrative: reply.text }) });
  if (reply.kind === 'refusal') complete(response, { content: null, refusal: 'I cannot help with that.' });
  if (reply.kind === 'content_filter') complete(response, { content: '{"narra' }, 'content_filter');
  if (reply.kind === 'cut_off') complete(response, { content: reply.content }, 'length');
  if (reply.kind === 'content') complete(response, { content: reply.content });
  if (reply.kind === 'drip') drip(response);
  if (reply.kind === 'reset') response.socket?.destroy();
  if (reply.kind === 'body') {
    response.writeHead(200, { 'content-type': reply.contentType ?? 'application/json' });
    response.end(reply.body);
  }
  if (reply.kind === 'status') {
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    response.end(JSON.stringify({ error: { message: 'Key sk-secret was refused.', code: 'some_code' } }));
  }
}

function complete(response: ServerResponse, message: object, finishReason = 'stop'): void {
  const body = {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_748_800_000,
    model: 'test-model',
    choices: [{ index: 0, finish_reason: finishReason, message: { role: 'assistant', refusal: null, ...message } }],
    usage: {
      prompt_tokens: TOKENS.input,
      completion_tokens: TOKENS.output,
      total_tokens: TOKENS.input + TOKENS.output,
    },
  };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"choices": ');
  const timer = setInterval(() => response.write(' '), 10);
  response.on('close', () => clearInterval(timer));
}
