import type { Reading, TechnicalSection } from '../../contracts/analysis.ts';
import { type Bars, sliceBars } from '../../domain/bars.ts';
import { type Instrument, tradingDaysPerYear } from '../../domain/instrument.ts';
import { DAY_US, toIso } from '../../domain/time.ts';
import { timeframeName } from '../../domain/timeframe.ts';
import { computeIndicator } from '../../indicators/batch.ts';
import { findIndicator } from '../../indicators/catalogue.ts';
import { PATTERNS } from '../../patterns/catalogue.ts';
import { scanPatterns } from '../../patterns/scan.ts';

type Asked = readonly [id: string, values?: Readonly<Record<string, number>>];

const TREND: readonly Asked[] = [
  ['sma', { period: 20 }],
  ['sma', { period: 50 }],
  ['sma', { period: 200 }],
  ['ema', { period: 20 }],
  ['adx'],
  ['supertrend'],
];
const MOMENTUM: readonly Asked[] = [['rsi'], ['macd'], ['stochastic'], ['roc'], ['cci']];
const VOLATILITY = (year: number): readonly Asked[] => [['atr'], ['natr'], ['historical-volatility', { year }], ['bollinger']];
const VOLUME: readonly Asked[] = [['relative-volume'], ['mfi'], ['cmf'], ['obv']];
/** Bars that patterns are looked for in, and those of them that count as now. */
const PATTERN_BARS = 500;
const RECENT_BARS = 5;
/** Bars of the highest and lowest price. */
const RANGE_BARS = 250;
const RULE = 'up: close above sma(50) above sma(200); down: the reverse; else mixed';

/** Trend, momentum, volatility, volume and patterns at the last of the bars, of which there is at least one. */
export function technicalOf(bars: Bars, { currency, assetClass }: Pick<Instrument, 'currency' | 'assetClass'>): TechnicalSection {
  const { time, close, high, low, length, timeframeUs } = bars;
  const last = length - 1;
  const read = (asked: readonly Asked[]) => asked.map((one) => readingOf(bars, one));
  const trend = read(TREND);
  const range = sliceBars(bars, Math.max(0, length - RANGE_BARS), length);
  const before = close[last - 1];
  return {
    status: 'known',
    asOf: toIso((time[last] as number) + timeframeUs),
    timeframe: timeframeName(timeframeUs),
    bars: length,
    price: {
      close: close[last] as number,
      currency,
      change: before === undefined ? null : (close[last] as number) / before - 1,
      high: high[last] as number,
      low: low[last] as number,
      highest: Math.max(...range.high),
      lowest: Math.min(...range.low),
    },
    trend: { direction: directionOf(close[last] as number, trend), rule: RULE, readings: trend },
    momentum: read(MOMENTUM),
    volatility: read(VOLATILITY(tradingDaysPerYear(assetClass) * barsPerDay(range))),
    volume: read(VOLUME),
    patterns: patternsOf(bars),
    sources: ['bars'],
  };
}

/** Bars of a day on which the market was open, by UTC dates; 1 for longer bars. */
function barsPerDay({ time, length }: Bars): number {
  const days = new Set(Array.from(time.subarray(0, length), (timeUs) => Math.floor(timeUs / DAY_US)));
  return Math.max(1, Math.round(length / days.size));
}

function readingOf(bars: Bars, [id, given]: Asked): Reading {
  const indicator = findIndicator(id);
  if (indicator === undefined) throw new Error(`there is no indicator "${id}"`);
  const spec = indicator(given);
  const { name, about, source, outputs } = indicator.definition;
  const columns = computeIndicator(spec, bars);
  const values = outputs.map((output, i): [string, number | null] => {
    const value = (columns[i] as Float64Array)[bars.length - 1] as number;
    return [output, Number.isFinite(value) ? value : null];
  });
  const shown = Object.values(spec.values).join(', ');
  return { id: `${id}(${shown})`, name, values: Object.fromEntries(values), about, source };
}

function directionOf(close: number, readings: readonly Reading[]): TechnicalSection['trend']['direction'] {
  const at = (id: string) => readings.find((reading) => reading.id === id)?.values['value'] ?? null;
  const [fifty, twoHundred] = [at('sma(50)'), at('sma(200)')];
  if (fifty === null || twoHundred === null) return null;
  if (close > fifty && fifty > twoHundred) return 'up';
  return close < fifty && fifty < twoHundred ? 'down' : 'mixed';
}

function patternsOf(bars: Bars): TechnicalSection['patterns'] {
  const window = sliceBars(bars, Math.max(0, bars.length - PATTERN_BARS), bars.length);
  const sources = new Map(PATTERNS.map(({ definition }) => [definition.id, definition.source]));
  const found = scanPatterns(
    window,
    PATTERNS.map((pattern) => pattern()),
  );
  return found
    .filter(({ confirmedAt }) => confirmedAt >= window.length - RECENT_BARS)
    .map(({ pattern, direction, confirmedAt, strength }) => ({
      pattern,
      direction: direction === 1 ? 'bullish' : 'bearish',
      confirmedAt: toIso((window.time[confirmedAt] as number) + window.timeframeUs),
      strength,
      source: sources.get(pattern) ?? '',
    }));
}
