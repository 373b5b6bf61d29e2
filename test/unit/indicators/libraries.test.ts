import * as debut from '@debut/indicators';
import * as ixjb from '@ixjb94/indicators';
import * as indicatorts from 'indicatorts';
import { readFileSync } from 'node:fs';
import * as lib from 'technicalindicators';
import * as signals from 'trading-signals';
import { expect, test } from 'vitest';
import { indicatorBars } from '../../../scripts/golden/indicator-bars.ts';
import { computeIndicator } from '../../../shared/indicators/batch.ts';
import { findIndicator, type Indicator } from '../../../shared/indicators/catalogue.ts';

const bars = indicatorBars();
const rows = bars.length;
const [high, low, close] = [[...bars.high], [...bars.low], [...bars.close]];
const sync = new ixjb.IndicatorsSync();
/** The end of a column, so that a library that leaves out the warm-up counts from the same row as one that does not. */
const aligned = (values: readonly number[]) => [...Array.from({ length: rows - values.length }, () => NaN), ...values];
const stream = (next: (value: number, row: number) => number | null | undefined) => close.map((value, row) => next(value, row) ?? NaN);
const emas = () => [new signals.EMA(12), new signals.EMA(26), new signals.EMA(9)] as const;
const bar = (row: number) => ({ high: high[row] as number, low: low[row] as number, close: close[row] as number });

/** Distance from us (who equal TA-Lib) on the bars of the golden vectors: the furthest, and what is left of it after 400 rows. */
const DISTANCES: readonly [id: string, library: string, theirs: () => readonly number[], furthest: string, left: string][] = [
  ['ema', 'trading-signals', () => streamed(new signals.EMA(20)), '0.45', '0'],
  ['ema', 'indicatorts', () => indicatorts.ema(close, { period: 20 }), '0.45', '0'],
  ['ema', '@ixjb94/indicators', () => sync.ema(close, 20), '0.45', '0'],
  ['rsi', 'technicalindicators', () => lib.RSI.calculate({ period: 14, values: close }), '0.0050', '0.0049'],
  ['rsi', 'indicatorts', () => indicatorts.rsi(close, { period: 14 }), '0.91', '0'],
  ['macd', 'technicalindicators', () => lateMacd(), '0.39', '0'],
  ['macd', '@debut/indicators', () => debutMacd(), '0.39', '0'],
  ['macd', 'trading-signals', () => signalsMacd(), '0.080', '0'],
  ['macd', 'indicatorts', () => indicatorts.macd(close, { fast: 12, slow: 26, signal: 9 }).macdLine, '0.080', '0'],
  ['atr', 'trading-signals', () => signalsAtr(), '0.042', '0'],
  ['atr', '@ixjb94/indicators', () => sync.atr(high, low, close, 14), '0.042', '0'],
  ['atr', 'indicatorts', () => indicatorts.atr(high, low, close, { period: 14 }).atrLine, '0.60', '0.60'],
];

function streamed(indicator: { add(value: number): number | null }): number[] {
  return stream((value) => indicator.add(value));
}
function lateMacd(): number[] {
  const options = { values: close, fastPeriod: 12, slowPeriod: 26, signalPeriod: 9, SimpleMAOscillator: false, SimpleMASignal: false };
  return lib.MACD.calculate(options).map(({ MACD }) => MACD as number);
}
function debutMacd(): number[] {
  const indicator = new debut.MACD(12, 26, 9);
  return stream((value) => indicator.nextValue(value)?.macd);
}
function signalsMacd(): number[] {
  const indicator = new signals.MACD(...emas());
  return stream((value) => indicator.add(value)?.macd);
}
function signalsAtr(): number[] {
  const indicator = new signals.ATR(14);
  return stream((_value, row) => indicator.add(bar(row)));
}

const shown = (distance: number) => (distance < 1e-8 ? '0' : distance.toPrecision(2));

test.each(DISTANCES)('[IN-04] %s of %s is as far from TA-Lib as docs/indicators.md says', (id, library, theirs, furthest, left) => {
  const spec = (findIndicator(id) as Indicator)(id === 'macd' ? {} : { period: id === 'ema' ? 20 : 14 });
  const [mine] = computeIndicator(spec, bars) as [Float64Array];
  const values = aligned(theirs());
  const distance = (from: number) => Math.max(...values.slice(from).map((value, i) => Math.abs(value - (mine[from + i] as number))));
  expect([shown(distance(spec.warmup)), shown(distance(400))]).toEqual([furthest, left]);
  const table = readFileSync(new URL('../../../docs/indicators.md', import.meta.url), 'utf8');
  expect(table).toMatch(new RegExp(`\\| ${library} \\| \`${id.toUpperCase()}\`[^|]*\\|[^\\n]*${furthest.replace('.', '\\.')}`));
});
