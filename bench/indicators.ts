import { execFileSync } from 'node:child_process';
import * as debut from '@debut/indicators';
import * as ixjb from '@ixjb94/indicators';
import * as tsIndicators from 'indicatorts';
import * as lib from 'technicalindicators';
import * as signals from 'trading-signals';
import type { Bars } from '../shared/domain/bars.ts';
import { computeIndicator } from '../shared/indicators/batch.ts';
import { findIndicator, type Indicator } from '../shared/indicators/catalogue.ts';
import { inputColumn, type IndicatorSpec } from '../shared/indicators/kernel.ts';
import { walkBars } from './columns.ts';
import { measure } from './measure.ts';

/**
 * Six indicators over a million values, ns a value: ours as a batch and update by update, beside five libraries in the same run. Each library is
 * fed what it wants (plain arrays, typed arrays or rows, made before the clock starts) through its own fastest way: two stream, one value in and one out, three make a whole column, and ours is held to the best of each kind.
 * An update cannot be faster than its own chain of a load, a product and a sum: some 4 ns, which the EMA of trading-signals already reaches.
 */
const ROWS = Number(process.argv[2] ?? 1_000_000);
/** The one to measure: each has a process of its own, so that no call site has seen the kernels of another. */
const ONLY = process.argv[3];
const RUNS = 5;

const bars = walkBars(ROWS);
const close = [...bars.close];
const high = [...bars.high];
const low = [...bars.low];
const rows = close.map((value, i) => ({ high: high[i] as number, low: low[i] as number, close: value }));

interface Contest {
  readonly id: string;
  readonly peers: Readonly<Record<string, () => unknown>>;
}

/** Feeds a streaming peer value by value and keeps the last answer, as a strategy would. */
const each = (next: (value: number) => unknown) => {
  let last: unknown;
  for (let i = 0; i < ROWS; i++) last = next(close[i] as number);
  return last;
};
const eachRow = <R>(next: (row: (typeof rows)[number]) => R) => {
  let last: unknown;
  for (let i = 0; i < ROWS; i++) last = next(rows[i] as (typeof rows)[number]);
  return last;
};
const sync = new ixjb.IndicatorsSync();

const CONTESTS: readonly Contest[] = [
  {
    id: 'sma',
    peers: {
      technicalindicators: () => lib.SMA.calculate({ period: 20, values: close }),
      'trading-signals': () => stream(new signals.SMA(20)),
      indicatorts: () => tsIndicators.sma(close, { period: 20 }),
      '@ixjb94/indicators': () => sync.sma(close, 20),
      '@debut/indicators': () => feedDebut(new debut.SMA(20)),
    },
  },
  {
    id: 'ema',
    peers: {
      technicalindicators: () => lib.EMA.calculate({ period: 20, values: close }),
      'trading-signals': () => stream(new signals.EMA(20)),
      indicatorts: () => tsIndicators.ema(close, { period: 20 }),
      '@ixjb94/indicators': () => sync.ema(close, 20),
      '@debut/indicators': () => feedDebut(new debut.EMA(20)),
    },
  },
  {
    id: 'rsi',
    peers: {
      technicalindicators: () => lib.RSI.calculate({ period: 14, values: close }),
      'trading-signals': () => stream(new signals.RSI(14)),
      indicatorts: () => tsIndicators.rsi(close, { period: 14 }),
      '@ixjb94/indicators': () => sync.rsi(close, 14),
      '@debut/indicators': () => feedDebut(new debut.RSI(14)),
    },
  },
  {
    id: 'bollinger',
    peers: {
      technicalindicators: () => lib.BollingerBands.calculate({ period: 20, stdDev: 2, values: close }),
      'trading-signals': () => stream(new signals.BollingerBands(20, 2)),
      indicatorts: () => tsIndicators.bb(close, { period: 20 }),
      '@ixjb94/indicators': () => sync.bbands(close, 20, 2),
      '@debut/indicators': () => feedDebut(new debut.BollingerBands(20, 2)),
    },
  },
  {
    id: 'macd',
    peers: {
      technicalindicators: () =>
        lib.MACD.calculate({
          values: close,
          fastPeriod: 12,
          slowPeriod: 26,
          signalPeriod: 9,
          SimpleMAOscillator: false,
          SimpleMASignal: false,
        }),
      'trading-signals': () => stream(new signals.MACD(new signals.EMA(12), new signals.EMA(26), new signals.EMA(9))),
      indicatorts: () => tsIndicators.macd(close, { fast: 12, slow: 26, signal: 9 }),
      '@ixjb94/indicators': () => sync.macd(close, 12, 26, 9),
      '@debut/indicators': () => feedDebut(new debut.MACD(12, 26, 9)),
    },
  },
  {
    id: 'atr',
    peers: {
      technicalindicators: () => lib.ATR.calculate({ high, low, close, period: 14 }),
      'trading-signals': () => {
        const indicator = new signals.ATR(14);
        return eachRow((row) => indicator.add(row));
      },
      indicatorts: () => tsIndicators.atr(high, low, close, { period: 14 }),
      '@ixjb94/indicators': () => sync.atr(high, low, close, 14),
      '@debut/indicators': () => {
        const indicator = new debut.ATR(14);
        return eachRow((row) => indicator.nextValue(row.high, row.low, row.close));
      },
    },
  },
];

function stream(indicator: { add(value: number): unknown }): unknown {
  return each((value) => indicator.add(value));
}

function feedDebut(indicator: { nextValue(value: number): unknown }): unknown {
  return each((value) => indicator.nextValue(value));
}

/** Row by row through `update`, as live trading does. */
function updates(spec: IndicatorSpec, columns: readonly Float64Array[]): number {
  const kernel = spec.definition.kernel(spec.values);
  const [a, b, c] = columns as [Float64Array, Float64Array?, Float64Array?];
  let last = 0;
  if (b === undefined || c === undefined) for (let i = 0; i < ROWS; i++) last = kernel.update(a[i] as number, NaN, NaN, NaN, NaN);
  else for (let i = 0; i < ROWS; i++) last = kernel.update(a[i] as number, b[i] as number, c[i] as number, NaN, NaN);
  return last;
}

const ns = (work: () => unknown) => (measure(() => void work(), RUNS).min * 1e9) / ROWS;
const cell = (value: number) => value.toFixed(1).padStart(11);
const STREAMS = ['trading-signals', '@debut/indicators'];
const COLUMNS = ['technicalindicators', 'indicatorts', '@ixjb94/indicators'];
const names = [...COLUMNS, ...STREAMS];

function contest({ id, peers }: Contest, data: Bars): void {
  const spec = (findIndicator(id) as Indicator)(
    id === 'bollinger' || id === 'macd' ? {} : { period: id === 'sma' || id === 'ema' ? 20 : 14 },
  );
  const columns = spec.inputs.map((input) => inputColumn(data, input));
  const memory = spec.definition.outputs.map(() => new Float64Array(data.length));
  let given = 0;
  const batch = ns(() => {
    given = 0;
    return computeIndicator(spec, data, () => memory[given++] as Float64Array);
  });
  const update = ns(() => updates(spec, columns));
  const theirs = Object.fromEntries(names.map((name) => [name, ns(peers[name] as () => unknown)]));
  const best = (kind: readonly string[]) => Math.min(...kind.map((name) => theirs[name] as number));
  const ratios = `${(best(COLUMNS) / batch).toFixed(1)}x ${(best(STREAMS) / update).toFixed(1)}x`;
  console.log(`  ${id.padEnd(10)}${[batch, update, ...Object.values(theirs)].map(cell).join('')}   ${ratios}`);
}

const header = ['batch', 'update', 'technical', 'indicatort', 'ixjb94', 'trading-s', 'debut'].map((name) => name.padStart(11)).join('');
const mine = CONTESTS.find(({ id }) => id === ONLY);
if (mine) contest(mine, bars);
else {
  console.log(
    `indicators: ${ROWS.toLocaleString('en')} values, ns a value, best of ${RUNS} runs\n  ${''.padEnd(10)}${header}   how much faster: batch, update`,
  );
  for (const { id } of CONTESTS) execFileSync(process.execPath, [import.meta.filename, String(ROWS), id], { stdio: 'inherit' });
}
