import { dialRedis, hangUp } from '../../cache/redis-dial.ts';
import { redisUnavailable } from '../../cache/redis-errors.ts';
import { hostClock } from '../../core/clock.ts';
import { errorCode } from '../../core/errors.ts';
import type { Settings } from '../../core/settings.ts';
import { verifySmtp } from '../../delivery/verify-smtp.ts';
import { createLocalGate } from '../../listings/request-gate.ts';
import { createPageRequest } from '../../listings/simplyrets-http.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** No check holds the others up for longer. */
const TIMEOUT_MS = 10_000;

export async function checkRedis({ redisUrl, cacheRequired }: Settings): Promise<Finding> {
  if (redisUrl === undefined) return ok('redis', 'REDIS_URL is not set: the cache lives in PostgreSQL');
  try {
    hangUp(await dialRedis({ url: redisUrl, timeoutMs: 2_000, signal: AbortSignal.timeout(TIMEOUT_MS) }));
    return ok('redis', 'it answers');
  } catch (error) {
    const { message } = redisUnavailable(error);
    const todo = 'Start it or change REDIS_URL; without it the cache lives in PostgreSQL.';
    return cacheRequired ? fail('redis', `${message} Ticks refuse to run.`, todo) : warn('redis', message, todo);
  }
}

/** Logs in and sends nothing. */
export async function checkSmtp(url: string, tls: Settings['smtpTls']): Promise<Finding> {
  const refusal = await verifySmtp({
    url,
    tls,
    timeouts: { connectMs: TIMEOUT_MS, greetingMs: TIMEOUT_MS, silenceMs: TIMEOUT_MS },
  });
  if (refusal === undefined) return ok('mail', 'the mail server lets us in');
  const todo =
    refusal === 'EAUTH' ? 'Check user and password in SMTP_URL.' : 'Check SMTP_URL, and that the server runs.';
  return fail('mail', `The mail server does not let us in (${refusal}).`, todo);
}

/** Asks for one listing, by the way that reports ask. @throws ReportctlError that says what is wrong */
export async function checkSimplyRets(settings: Settings): Promise<Finding> {
  const { simplyretsUsername: username, simplyretsPassword: password, simplyretsBaseUrl: baseUrl } = settings;
  if (username === undefined || password === undefined) {
    return fail('listings', 'SIMPLYRETS_USERNAME and SIMPLYRETS_PASSWORD are not both set.', 'Set both.');
  }
  const request = createPageRequest({
    baseUrl,
    username,
    password,
    vendor: settings.simplyretsVendor,
    gate: createLocalGate(),
    clock: hostClock,
    requestTimeoutMs: TIMEOUT_MS,
    retry: { attempts: 1, baseDelayMs: 0, maxDelayMs: 0 },
  });
  const answer = await request(new URLSearchParams({ limit: '1' }), { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if ('refused' in answer)
    return fail('listings', 'SimplyRETS refuses a plain question.', 'Check SIMPLYRETS_BASE_URL.');
  return ok('listings', 'SimplyRETS accepts the credentials');
}

/** Insights fail open: what keeps them away is a warning, unless it never mends itself. */
export async function checkOpenAi({
  openaiApiKey: key,
  openaiBaseUrl,
  openaiModel: model,
}: Settings): Promise<Finding> {
  if (key === undefined) return ok('insights', 'OPENAI_API_KEY is not set: the built-in writer writes');
  const base = (openaiBaseUrl ?? 'https://api.openai.com/v1').replace(/\/+$/, '');
  try {
    const { status } = await fetch(`${base}/models/${encodeURIComponent(model)}`, {
      headers: { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (status === 200) return ok('insights', `OpenAI lets us use ${model}`);
    if (status === 401 || status === 403)
      return fail('insights', `OpenAI refused the key (${status}).`, 'Check OPENAI_API_KEY.');
    if (status === 404) return fail('insights', `OpenAI knows no model ${model} for this key.`, 'Check OPENAI_MODEL.');
    return warn('insights', `OpenAI answered with status ${status}.`, 'Until it mends, the built-in writer writes.');
  } catch (error) {
    const code = error instanceof Error ? (errorCode(error.cause) ?? error.name) : 'error';
    return warn(
      'insights',
      `OpenAI does not answer (${code}).`,
      'Check OPENAI_BASE_URL and the network; the built-in writer writes.',
    );
  }
}
