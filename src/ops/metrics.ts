import type { Queryable } from '../db/pool.ts';
import type { TickSummary } from '../pipeline/tick-summary.ts';
import { attentions } from './attention.ts';
import { type Metric, renderMetrics, type Sample } from './prometheus.ts';
import { readStatus, type Status } from './status.ts';

/** How things stand as Prometheus text, with what the tick did that asks, where one does. */
export async function metricsText(db: Queryable, now: Date, tick?: TickSummary): Promise<string> {
  const status = await readStatus(db, now);
  return renderMetrics([...stateMetrics(status), ...historyMetrics(status), ...(tick ? tickMetrics(tick) : [])]);
}

const gauge = (name: string, help: string, samples: number | readonly Sample[]): Metric => ({
  name: `reportctl_${name}`,
  help,
  type: 'gauge',
  samples: typeof samples === 'number' ? [{ value: samples }] : samples,
});

function stateMetrics(status: Status): Metric[] {
  const { queue, hosts, hold } = status;
  const age = (then: Date | null) => (then === null ? 0 : (status.at.getTime() - then.getTime()) / 1000);
  return [
    gauge(
      'last_tick_timestamp_seconds',
      'When each host last ticked.',
      hosts.flatMap(({ host, last_tick_at: at }) =>
        at === null ? [] : [{ labels: { host }, value: at.getTime() / 1000 }],
      ),
    ),
    gauge('hold', '1 while a hold stops all sending.', hold.on ? 1 : 0),
    gauge('schedules_due', 'Active schedules whose instant has come and that are not dispatched yet.', queue.due),
    gauge('schedules_overdue', 'Of those due, the ones due for more than five minutes.', queue.overdue),
    gauge('schedules_oldest_due_age_seconds', 'How long the oldest due schedule waits.', age(queue.oldest_due)),
    gauge('runs_ready', 'Queued runs that could be claimed now.', queue.ready),
    gauge('runs_waiting', 'Queued runs that wait for their next try.', queue.waiting),
    gauge('runs_oldest_ready_age_seconds', 'How long the oldest ready run waits.', age(queue.oldest_ready)),
    gauge('runs_running', 'Runs under way on all hosts.', queue.running),
    gauge('runs_lost', 'Running runs whose lease ended more than five minutes ago.', queue.lost),
    gauge('runs_oldest_running_age_seconds', 'How long the oldest run is under way.', age(queue.oldest_running)),
  ];
}

function historyMetrics(status: Status): Metric[] {
  const decisions = (['warn', 'block'] as const).map((decision) => ({
    labels: { decision },
    value: status.nearLimit.filter((check) => check.decision === decision).length,
  }));
  return [
    gauge(
      'runs_failed_last_day',
      'Failed and partial runs of the last 24 hours, by cause.',
      status.failures.map(({ error_code, runs }) => ({ labels: { error_code: error_code ?? '' }, value: runs })),
    ),
    gauge(
      'runs_failed_open_last_day',
      'Of those, the ones that no retry has made good.',
      status.failures.map(({ error_code, open }) => ({ labels: { error_code: error_code ?? '' }, value: open })),
    ),
    gauge(
      'schedules_paused',
      'Paused schedules, by who paused them.',
      status.paused.map(({ paused_by, schedules }) => ({ labels: { paused_by: paused_by ?? '' }, value: schedules })),
    ),
    gauge('deliveries_unknown', "Messages of which the mail server's answer was lost.", status.unknown.deliveries),
    gauge('accounts_near_limit', 'Accounts near their monthly limit (warn) or at it (block).', decisions),
    gauge('attentions', 'How many things need a person, as "reportctl status" lists them.', attentions(status).length),
  ];
}

function tickMetrics(tick: TickSummary): Metric[] {
  const { dispatched, claimed, completed, partial, failed, retried, rescued, skipped } = tick;
  const counts = { dispatched, claimed, completed, partial, failed, retried, rescued, ...skipped };
  return [
    gauge('tick_duration_seconds', 'How long the tick took that wrote this.', tick.durationMs / 1000),
    gauge(
      'tick_runs',
      'What the tick did that wrote this, in runs.',
      Object.entries(counts).map(([outcome, value]) => ({ labels: { outcome }, value })),
    ),
  ];
}
