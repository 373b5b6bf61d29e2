import type { TimeUs } from '../../domain/time.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import { barOpen } from '../../market/aggregate.ts';
import type { AggregatedBar, BarRange, Series, StoredBar, TimeSeriesStore } from '../../ports/bar-store.ts';
import { InfluxClient, type InfluxRow, type InfluxSettings } from './influx-client.ts';
import { lineOf, quoted } from './line-protocol.ts';

/** Bars as points of the measurement `bars`, tagged by symbol and timeframe: Amazon Timestream for InfluxDB, or any InfluxDB. */
export class InfluxBars implements TimeSeriesStore {
  readonly #client: InfluxClient;

  constructor(settings: InfluxSettings) {
    this.#client = new InfluxClient(settings);
  }

  /** A point that is written again is replaced, whatever it holds: what has a later revision already is left out first. */
  async put(series: Series, bars: readonly StoredBar[]): Promise<void> {
    if (bars.length === 0) return;
    const [from, to] = bars.reduce(([low, high], { timeUs }) => [Math.min(low, timeUs), Math.max(high, timeUs)], [Infinity, -Infinity]);
    const stored = await this.#client.query(
      `SELECT revision FROM bars WHERE ${where(series, { fromUs: from, toUs: to + 1 })} AND revision > 0`,
    );
    const revisions = new Map(stored.map(({ time, revision }) => [time as TimeUs, revision as number]));
    for (const bar of bars) revisions.set(bar.timeUs, Math.max(revisions.get(bar.timeUs) ?? 0, bar.revision));
    const wanted = bars.filter((bar) => bar.revision >= (revisions.get(bar.timeUs) ?? 0));
    await this.#client.write(wanted.map((bar) => lineOf(series, bar)));
  }

  async read(series: Series, range: BarRange & { readonly limit: number }): Promise<readonly StoredBar[]> {
    const limit = Number.isFinite(range.limit) ? ` LIMIT ${range.limit}` : '';
    const rows = await this.#client.query(`SELECT * FROM bars WHERE ${where(series, range)} ORDER BY time ASC${limit}`);
    return rows.map(barOf);
  }

  async latest(series: Series): Promise<StoredBar | undefined> {
    const [row] = await this.#client.query(`SELECT * FROM bars WHERE ${ofSeries(series)} ORDER BY time DESC LIMIT 1`);
    return row === undefined ? undefined : barOf(row);
  }

  /** Folded by the server. Its spans begin at 1970 like ours, but for weeks, whose Monday is given as an offset. */
  async aggregate(series: Series, range: BarRange & { readonly timeframe: string }): Promise<readonly AggregatedBar[]> {
    const spanUs = parseTimeframe(range.timeframe);
    const offsetUs = barOpen(0, spanUs);
    const columns =
      'FIRST(open) AS open, MAX(high) AS high, MIN(low) AS low, LAST(close) AS close, SUM(volume) AS volume, SUM(trades) AS trades';
    const rows = await this.#client.query(
      `SELECT ${columns} FROM bars WHERE ${where(series, range)} GROUP BY time(${spanUs}u, ${offsetUs}u) FILL(none) ORDER BY time ASC`,
    );
    return rows.map((row) => {
      const number = (name: string) => row[name] as number;
      const [open, high, low, close] = [number('open'), number('high'), number('low'), number('close')];
      return { timeUs: number('time'), open, high, low, close, volume: number('volume'), trades: number('trades') };
    });
  }

  async forget(series: Series, beforeUs: TimeUs): Promise<void> {
    await this.#client.query(`DELETE FROM bars WHERE ${ofSeries(series)} AND time < ${beforeUs}u`);
  }
}

function ofSeries({ symbol, timeframe }: Series): string {
  return `symbol = ${quoted(symbol)} AND timeframe = ${quoted(timeframe)}`;
}

function where(series: Series, { fromUs, toUs }: BarRange): string {
  return `${ofSeries(series)} AND time >= ${fromUs}u AND time < ${toUs}u`;
}

function barOf(row: InfluxRow): StoredBar {
  const number = (name: string) => row[name] as number;
  const optional = (name: string) => (row[name] ?? null) as number | null;
  const flags = row['flags'] as string;
  return {
    timeUs: number('time'),
    open: number('open'),
    high: number('high'),
    low: number('low'),
    close: number('close'),
    volume: number('volume'),
    trades: number('trades'),
    synthetic: row['synthetic'] === true,
    revision: number('revision'),
    flags: flags === '' ? [] : flags.split(' '),
    return: optional('return'),
    mid: optional('mid'),
    spread: optional('spread'),
    imbalance: optional('imbalance'),
    session: (row['session'] ?? null) as string | null,
  };
}
