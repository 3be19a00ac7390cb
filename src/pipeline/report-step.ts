import type { Clock } from '../core/clock.ts';
import { ReportctlError, scheduleError, workError } from '../core/errors.ts';
import { untilAborted } from '../core/until-aborted.ts';
import { type Pool, transaction } from '../db/pool.ts';
import type { Recipient } from '../delivery/address.ts';
import { deliverReport } from '../delivery/deliver.ts';
import { ledgerRecipients, unreachedRecipients } from '../delivery/history-queries.ts';
import { abandonSending, lockClaim, summarise } from '../delivery/queries.ts';
import { deliverableRecipients } from '../delivery/recipients.ts';
import { runStatusFromLedger } from '../delivery/run-status.ts';
import { resolveSender, type Sender } from '../delivery/sender.ts';
import type { Transport } from '../delivery/transport.ts';
import type { Narrator } from '../insights/facts.ts';
import type { ListingFeed } from '../listings/feed.ts';
import type { OpenHouseFeed } from '../listings/open-house.ts';
import { VendorBusyError } from '../listings/vendor-busy-error.ts';
import { reportAttachments } from '../reports/attachments.ts';
import { composeReport, type ReportRequest } from '../reports/compose.ts';
import type { MarketHistory } from '../reports/market-history.ts';
import { type ReportModel, readReportModel } from '../reports/model.ts';
import { renderMessage } from '../reports/render-message.ts';
import type { DraftSharing } from '../reports/shared-draft.ts';
import { Snooze } from '../runs/classify.ts';
import type { ClaimedRun, RunOutcome } from '../runs/run.ts';
import type { RunContext, RunStep } from '../runs/worker.ts';
import { outcomeOfDelivery } from './delivery-outcome.ts';
import { findReportInputs, type ReportInputs, storeModel } from './queries.ts';

export interface ReportStepDeps {
  pool: Pool;
  clock: Clock;
  feed: ListingFeed & OpenHouseFeed;
  narrate: Narrator;
  /** Where reports of one market share their figures. */
  share: DraftSharing;
  /** The markets' past: what reports compare with, and add to. */
  history: MarketHistory;
  transport: Transport;
  mail: { mailFrom: string | undefined; unsubscribeBaseUrl: string | undefined; unsubscribeSecret: string | undefined };
  /** For the figures and the narrative of one report; delivery is bounded by its own progress. */
  runTimeoutMs: number;
  maxAttempts: number;
  /** Sent by hand to named addresses: no list to leave, so postal address and unsubscribe link may be missing. */
  testSend: boolean;
  /** Told of each file that the outbox wrote. */
  onFiles?: (files: readonly string[]) => void;
}

/** Makes and delivers the report of one claimed run: inputs → model (stored) → ledger and messages → outcome. */
export function createReportStep(deps: ReportStepDeps): RunStep {
  return async (run, context) => {
    try {
      if (run.refusal) throw workError(run.refusal.error, run.refusal.errorCode);
      return await makeAndDeliver(deps, run, context);
    } catch (error) {
      if (context.signal.aborted || error instanceof Snooze || !isLast(deps, run, error)) throw error;
      return await endByLedger(deps, run, error);
    }
  };
}

async function makeAndDeliver(
  deps: ReportStepDeps,
  run: ClaimedRun,
  { signal, log, trace }: RunContext,
): Promise<RunOutcome> {
  const inputs = await findReportInputs(deps.pool, run.id);
  if (!inputs) throw scheduleError('The schedule or its account was deleted.', 'schedule_deleted');
  const sender = senderOf(deps, inputs);
  const report = await modelOf(deps, run, inputs, { signal, trace });
  if ('empty' in report && inputs.on_empty === 'skip') {
    return { kind: 'finished', status: 'skipped_empty', errorCode: 'empty', error: report.empty };
  }
  if (!(await storeModel(deps.pool, run, report.model))) {
    throw workError('Another process took this run over.', 'lease_lost');
  }
  const { stages } = trace;
  const attachments = await stages.time('render', () => reportAttachments(report.model, { pdf: inputs.attach_pdf }));
  const recipients = await recipientsOf(deps.pool, run);
  const result = await stages.timeAround('deliver', 'render', () =>
    deliverReport({
      db: deps.pool,
      run,
      recipients,
      render: ({ unsubscribeUrl }) =>
        stages.time('render', () => {
          const footer = {
            postalAddress: sender.postalAddress ?? null,
            unsubscribeUrl: unsubscribeUrl ?? null,
            answered: sender.replyTo !== undefined,
          };
          return { ...renderMessage(report.model, footer, { pdf: inputs.attach_pdf }), attachments };
        }),
      transport: deps.transport,
      sender,
      clock: deps.clock,
      signal,
      log,
    }),
  );
  trace.recipients = result.counts;
  for (const { files } of result.outcomes) if (files) deps.onFiles?.(files);
  return outcomeOfDelivery(result);
}

/**
 * All of the schedule's, suppressed ones too: the ledger says so of them. A retry is for those whom its own ledger
 * names once that is open, before that for those not yet reached.
 */
async function recipientsOf(pool: Pool, run: ClaimedRun): Promise<Recipient[]> {
  if (run.retryOf !== null) {
    const left = (await ledgerRecipients(pool, run.id)) ?? (await unreachedRecipients(pool, run.retryOf));
    if (left !== null) return left;
  }
  const { deliverable, suppressed } = await deliverableRecipients(pool, run.accountId, run.scheduleId);
  return [...deliverable, ...suppressed];
}

/** The stored model where this run has begun to deliver, so that all recipients see the same figures; else a new one. */
async function modelOf(
  deps: ReportStepDeps,
  run: ClaimedRun,
  inputs: ReportInputs,
  { signal, trace }: Pick<RunContext, 'signal' | 'trace'>,
): Promise<{ model: ReportModel; empty?: string }> {
  if (inputs.model !== null) return { model: readReportModel(inputs.model) };
  const { feed, narrate, share, history, clock, runTimeoutMs } = deps;
  const endsAt = performance.now() + runTimeoutMs;
  const deadline = AbortSignal.timeout(runTimeoutMs);
  const both = AbortSignal.any([signal, deadline]);
  try {
    both.throwIfAborted();
    const composing = composeReport(requestOf(run, inputs), {
      feed,
      narrate,
      share,
      history,
      stages: trace.stages,
      now: clock.now(),
      signal: both,
      deadline: endsAt,
    });
    const composed = await untilAborted(composing, both);
    return 'empty' in composed ? { model: composed.model, empty: composed.reason } : composed;
  } catch (error) {
    if (error instanceof VendorBusyError) throw new Snooze(error.availableAt, error.code, error.message);
    if (!deadline.aborted || signal.aborted) throw error;
    throw workError(`The report took longer than ${runTimeoutMs / 1000} s to make.`, 'deadline', error);
  }
}

function requestOf(run: ClaimedRun, inputs: ReportInputs): ReportRequest {
  return {
    reportType: inputs.report_type,
    areaCities: inputs.cities,
    postalCodes: inputs.postal_codes,
    audience: inputs.audience,
    filters: inputs.filters,
    lookbackDays: inputs.lookback_days,
    zone: inputs.timezone,
    scheduledFor: run.scheduledFor,
    brand: { name: inputs.brand_name, color: inputs.brand_color, logoUrl: inputs.brand_logo_url },
    accountName: inputs.account_name,
  };
}

function senderOf({ transport, mail, testSend }: ReportStepDeps, inputs: ReportInputs): Sender {
  try {
    return resolveSender({
      ...mail,
      testSend,
      transport: transport.name,
      postalAddress: inputs.postal_address,
      brandName: inputs.brand_name ?? inputs.account_name,
      brandReplyTo: inputs.brand_reply_to,
    });
  } catch (error) {
    // The account's own gap: trying again cannot fill it, so it counts and is shown to its owner.
    if (error instanceof ReportctlError && error.code === 'postal_address_missing') {
      throw scheduleError(error.message, error.code, error);
    }
    throw error;
  }
}

/** True where this error ends the run: refused, the schedule's own fault, or no attempt left. */
function isLast({ maxAttempts }: ReportStepDeps, run: ClaimedRun, error: unknown): boolean {
  if (run.refusal !== undefined || run.attempt >= maxAttempts) return true;
  return error instanceof ReportctlError && error.scope === 'schedule';
}

/**
 * Whoever was already sent to decides between `failed` and `partial`. What this attempt left `sending` is `unknown`
 * now: nobody will look at it again.
 */
async function endByLedger(deps: ReportStepDeps, run: ClaimedRun, error: unknown): Promise<RunOutcome> {
  const counts = await transaction(deps.pool, async (tx) => {
    if ((await lockClaim(tx, run)) === undefined) throw error;
    await abandonSending(tx, run.id, deps.clock.now());
    return (await summarise(tx, run.id)).counts;
  });
  if (counts.sent + counts.unknown === 0) throw error;
  const { code, message } =
    error instanceof ReportctlError ? error : { code: 'internal', message: 'An unexpected error ended the delivery.' };
  return { kind: 'finished', status: runStatusFromLedger(counts), errorCode: code, error: message, scope: 'system' };
}
