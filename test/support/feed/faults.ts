import type { IncomingMessage, ServerResponse } from 'node:http';

/** One thing that goes wrong with one request. */
export type Fault =
  | { kind: 'status'; status: number; retryAfter?: string; location?: string; message?: string }
  | { kind: 'html' }
  | { kind: 'truncated' }
  | { kind: 'reset' }
  | { kind: 'hang' }
  | { kind: 'slow'; ms: number };

const REASONS: Record<number, string> = { 429: 'Too Many Requests', 500: 'Internal Server Error' };

/**
 * Plays a fault instead of the answer; true when that was all. A slow answer is delayed by the caller. `hang` never
 * answers: the connection ends with the server or the client.
 */
export function playFault(fault: Fault, request: IncomingMessage, response: ServerResponse): boolean {
  switch (fault.kind) {
    case 'status': {
      const headers: Record<string, string> = {
        ...(fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }),
        ...(fault.location === undefined ? {} : { location: fault.location }),
      };
      const message = fault.message ?? REASONS[fault.status] ?? 'Service Unavailable';
      sendJson(response, fault.status, { error: fault.status, message }, headers);
      return true;
    }
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Down for maintenance</body></html>');
      return true;
    case 'truncated':
      // Promises more than it sends, then ends the connection.
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
      response.write('[{"mlsId":1,"mls":{"sta', () => request.socket.destroy());
      return true;
    case 'reset':
      request.socket.resetAndDestroy();
      return true;
    case 'hang':
      return true;
    case 'slow':
      return false;
  }
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'x-simplyrets-media-type': 'vnd.simplyrets-v0.1',
    vary: 'Accept, Accept-Language',
    ...headers,
  });
  response.end(JSON.stringify(body));
}
