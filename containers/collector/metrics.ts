import type { StreamStatus } from '../../shared/ports/market-connector.ts';

interface Measured {
  readonly nowMs: number;
  readonly self: string;
  readonly stage: string;
  readonly status: readonly { readonly instrument: string; readonly status: StreamStatus }[];
  /** Records that are not in the stream yet. */
  readonly waiting: number;
  readonly alarms: number;
}

/** Metrics as CloudWatch reads them out of a log line (embedded metric format): a heartbeat of the collector, and how far its venues lag. */
export function metricLine({ nowMs, self, stage, status, waiting, alarms }: Measured): string {
  const lags = status.flatMap(({ status: { lagUs } }) => (lagUs === undefined ? [] : [lagUs / 1000]));
  const sum = (of: (status: StreamStatus) => number) => status.reduce((total, { status: one }) => total + of(one), 0);
  const values = {
    CollectorHeartbeat: 1,
    Instruments: status.length,
    OpenStreams: status.filter(({ status: { state } }) => state === 'open').length,
    LagMs: lags.length === 0 ? 0 : Math.max(...lags),
    WaitingRecords: waiting,
    Reconnects: sum(({ reconnects }) => reconnects),
    Quarantined: sum(({ quarantined }) => quarantined),
    FeedAlarms: alarms,
  };
  const unitOf = (name: string) => (name === 'LagMs' ? 'Milliseconds' : 'Count');
  const Metrics = Object.keys(values).map((Name) => ({ Name, Unit: unitOf(Name) }));
  const CloudWatchMetrics = [{ Namespace: 'Skytape', Dimensions: [['service', 'stage']], Metrics }];
  return JSON.stringify({ _aws: { Timestamp: nowMs, CloudWatchMetrics }, service: 'collector', stage, self, ...values });
}
