import * as z from 'zod/mini';
import { configError, errorCode, ReportctlError, unavailableError, workError } from '../../core/errors.ts';
import { createRedactor } from '../../core/redact.ts';

export interface ApiConnection {
  /** May carry a path. */
  baseUrl: string;
  /** A token, or what to log in with; a login is renewed once when its token is refused. */
  credentials: { token: string } | { email: string; password: string };
  /** For one request, its body included. */
  requestTimeoutMs: number;
  fetch?: typeof fetch;
}

/** The schedule as the API takes it: snake_case, weekly_dow 0 = Sunday. */
export interface ApiSchedule {
  name: string;
  report_type: string;
  city: string;
  lookback_days: number;
  cadence: 'weekly';
  weekly_dow: number;
  send_hour: number;
  send_minute: number;
  timezone: string;
  recipients: { type: 'manual_email'; email: string }[];
  filters: object;
  active: true;
}

export interface ApiRun {
  id: string | null;
  status: string;
  error: string | null;
}

export interface Api {
  /** @throws ReportctlError: code `api_refused` for this schedule's own fault, else 69 or 78 */
  addSchedule(schedule: ApiSchedule): Promise<string>;
  listRuns(scheduleId: string): Promise<ApiRun[]>;
  /** One that is gone already is no error. */
  deleteSchedule(scheduleId: string): Promise<void>;
}

const id = z.pipe(z.union([z.string().check(z.minLength(1)), z.number()]), z.transform(String));
const created = z.union([
  z.object({ id }),
  z.pipe(
    z.object({ schedule: z.object({ id }) }),
    z.transform((x) => x.schedule),
  ),
]);
const run = z.object({
  id: z.optional(z.nullable(id)),
  status: z.string(),
  error: z.optional(z.nullable(z.string())),
});
const runs = z.union([
  z.array(run),
  z.pipe(
    z.object({ runs: z.array(run) }),
    z.transform((x) => x.runs),
  ),
  z.pipe(
    z.object({ items: z.array(run) }),
    z.transform((x) => x.items),
  ),
]);
const login = z.union([
  z.pipe(
    z.object({ token: z.string() }),
    z.transform((x) => x.token),
  ),
  z.pipe(
    z.object({ access_token: z.string() }),
    z.transform((x) => x.access_token),
  ),
]);

const RUNS_LOOKED_AT = 5;

/** A product's HTTP API, as far as a quality check drives it. Neither token nor password is in any of its errors. */
export function openApi(connection: ApiConnection): Api {
  const tokens = openTokens(connection);
  const call = async (request: Request): Promise<unknown> => {
    const token = await tokens.current();
    try {
      return await send(connection, { ...request, token });
    } catch (error) {
      if (!tokens.renewable || errorCode(error) !== 'api_unauthorized') throw error;
      await tokens.forget(token);
      return send(connection, { ...request, token: await tokens.current() });
    }
  };
  const schedulePath = (scheduleId: string) => `schedules/${encodeURIComponent(scheduleId)}`;

  return {
    addSchedule: async (schedule) =>
      read(created, await call({ method: 'POST', path: 'schedules', body: schedule })).id,
    listRuns: async (scheduleId) => {
      const path = `${schedulePath(scheduleId)}/runs?limit=${RUNS_LOOKED_AT}`;
      return read(runs, await call({ method: 'GET', path })).map((each) => {
        return { id: each.id ?? null, status: each.status, error: each.error ?? null };
      });
    },
    deleteSchedule: async (scheduleId) => {
      try {
        await call({ method: 'DELETE', path: schedulePath(scheduleId) });
      } catch (error) {
        if (errorCode(error) !== 'api_not_found') throw error;
      }
    },
  };
}

interface Tokens {
  readonly renewable: boolean;
  current(): Promise<string>;
  /** After a refusal; requests that met the same one share the next login. */
  forget(refused: string): Promise<void>;
}

function openTokens(connection: ApiConnection): Tokens {
  const { credentials } = connection;
  if ('token' in credentials) {
    return { renewable: false, current: async () => credentials.token, forget: async () => {} };
  }
  let held: Promise<string> | undefined;
  return {
    renewable: true,
    current: () => {
      const token = held ?? logIn(connection, credentials);
      held = token;
      // A login that failed must not answer for the next one.
      token.catch(() => {
        if (held === token) held = undefined;
      });
      return token;
    },
    forget: async (refused) => {
      const token = held;
      if ((await token) === refused && held === token) held = undefined;
    },
  };
}

/** No reason of the API's own is shown: validation errors repeat what was sent. */
async function logIn(connection: ApiConnection, body: { email: string; password: string }): Promise<string> {
  try {
    return read(login, await send(connection, { method: 'POST', path: 'auth/login', body }));
  } catch (error) {
    if (errorCode(error) !== 'api_refused') throw error;
    throw configError('The API refused the login. Check the address and the password.', 'api_unauthorized');
  }
}

interface Request {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  body?: object;
  token?: string;
}

async function send(connection: ApiConnection, { method, path, body, token }: Request): Promise<unknown> {
  const { baseUrl, requestTimeoutMs, fetch: request = fetch } = connection;
  const timeout = AbortSignal.timeout(requestTimeoutMs);
  try {
    const response = await request(`${baseUrl.replace(/\/+$/, '')}/v1/${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      // A redirect would carry the token to wherever it points.
      redirect: 'manual',
      signal: timeout,
    });
    return readAnswer(response.status, await response.text(), redactorOf(connection));
  } catch (error) {
    if (error instanceof ReportctlError) throw error;
    const detail = timeout.aborted ? 'no answer in time' : (errorCode((error as Error).cause) ?? 'connection lost');
    throw unavailableError(
      `The API does not answer (${detail}). Check --base-url and the network.`,
      'api_unavailable',
      error,
    );
  }
}

const redactorOf = ({ credentials }: ApiConnection) => createRedactor(Object.values(credentials));

function readAnswer(status: number, text: string, redact: (text: string) => string): unknown {
  if (status >= 200 && status < 300) return text === '' ? null : parse(text);
  if (status === 401 || status === 403) {
    throw configError(
      `The API refused the credentials (HTTP ${status}). Check the token or the login.`,
      'api_unauthorized',
    );
  }
  if (status === 404) throw workError('The API does not know it (HTTP 404). Check --base-url.', 'api_not_found');
  if (status === 429 || status >= 500) {
    throw unavailableError(`The API is unavailable (HTTP ${status}). Try again later.`, 'api_unavailable');
  }
  throw workError(`The API answered HTTP ${status}: ${redact(reasonIn(text))}`, 'api_refused');
}

/** Enough of a foreign text to go by. */
const MOST_OF_REASON = 200;

function reasonIn(text: string): string {
  const words = z.object({
    detail: z.optional(z.unknown()),
    message: z.optional(z.unknown()),
    error: z.optional(z.unknown()),
  });
  const known = words.safeParse(parse(text)).data;
  const reason = known?.detail ?? known?.message ?? known?.error ?? text;
  const shown = typeof reason === 'string' ? reason : JSON.stringify(reason);
  return shown.slice(0, MOST_OF_REASON) || 'no reason given';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON: the reader of the answer says so
  }
}

function read<T extends z.ZodMiniType>(schema: T, body: unknown): z.output<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw workError('The API answered with something else than expected. Check --base-url.', 'api_answer');
}
