import { allocateBars, type Bars } from '../../../shared/domain/bars.ts';
import { DAY_US } from '../../../shared/domain/time.ts';
import { defineIndicator } from '../../../shared/indicators/define.ts';
import { SeededRandom } from '../../../shared/market/noise.ts';
import { inferInstrument } from '../../../shared/market/instrument.ts';

/** Independent numbers of mean 0 and deviation 1. */
export function noise(length: number, seed: number): Float64Array {
  const random = new SeededRandom(seed);
  return Float64Array.from({ length }, () => random.normal());
}

/** The running sum of noise from 100 on: it wanders and returns to nothing. */
export function walk(length: number, seed: number): Float64Array {
  let level = 100;
  return noise(length, seed).map((step) => (level += step));
}

/** Daily bars of closes; each opens at the close before. `volume` tells what a test wants it to tell. */
export function dailyBars(
  closes: ArrayLike<number>,
  { volume, firstDay = 0 }: { volume?: ArrayLike<number>; firstDay?: number } = {},
): Bars {
  const bars = allocateBars(closes.length, DAY_US);
  for (let i = 0; i < closes.length; i++) {
    const close = closes[i] as number;
    const open = i === 0 ? close : (closes[i - 1] as number);
    bars.time[i] = (firstDay + i) * DAY_US;
    bars.open[i] = open;
    bars.high[i] = Math.max(open, close);
    bars.low[i] = Math.min(open, close);
    bars.close[i] = close;
    bars.volume[i] = volume?.[i] ?? 1;
  }
  return bars;
}

/** Prices whose daily returns are given, from 100 on. */
export function pricesOf(returns: ArrayLike<number>): Float64Array {
  let price = 100;
  return Float64Array.from(returns, (value) => (price *= 1 + value));
}

/** Daily bars of a walk of 1 % a day; the volume is even between 0 and 1 and knows nothing, or with `edge` it tells the sign of the next return so often. */
export function walkBars(length: number, seed: number, edge = 0.5): Bars {
  const random = new SeededRandom(seed);
  const volume = Float64Array.from({ length }, () => random.next());
  const returns = Float64Array.from({ length }, (_, i) => {
    const size = 0.01 * Math.abs(random.normal());
    const told = (volume[i - 1] ?? 0) > 0.5;
    return random.next() < edge === told ? size : -size;
  });
  return dailyBars(pricesOf(returns), { volume });
}

export function coin(symbol = 'BTC/USDT') {
  return inferInstrument({ symbol, assetClass: 'crypto' });
}

/** The volume of the bar as it is: in a world with an edge it tells the sign of the next return. */
export const barVolume = defineIndicator({
  id: 'volume-now',
  name: 'Volume',
  group: 'volume',
  about: 'The volume of the bar.',
  inputs: ['volume'],
  parameters: {},
  outputs: ['value'],
  unit: 1,
  warmup: () => 0,
  settle: () => 0,
  source: 'This test.',
  kernel: () => ({ update: (x) => x, snapshot: () => [], restore: () => undefined }),
});
