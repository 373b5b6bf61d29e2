import { allocateBars, type Bars } from '../shared/domain/bars.ts';
import { DAY_US, MINUTE_US } from '../shared/domain/time.ts';

/** One-minute bars of a seeded random walk (xorshift32), the same on every machine: the columns every benchmark runs on. */
export function walkBars(length: number, seed = 42): Bars {
  const bars = allocateBars(length, MINUTE_US);
  let state = seed;
  const uniform = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
  let price = 100;
  for (let i = 0; i < length; i++) {
    const open = price;
    price *= 1 + (uniform() + uniform() - 1) * 0.002;
    bars.time[i] = i * MINUTE_US;
    bars.open[i] = open;
    bars.close[i] = price;
    bars.high[i] = Math.max(open, price) * (1 + uniform() * 0.0005);
    bars.low[i] = Math.min(open, price) * (1 - uniform() * 0.0005);
    bars.volume[i] = 1 + uniform() * 10;
  }
  return bars;
}

/** The same walk as daily bars. */
export function dailyBars(length: number, seed: number): Bars {
  const bars = { ...walkBars(length, seed), timeframeUs: DAY_US };
  for (let i = 0; i < length; i++) bars.time[i] = i * DAY_US;
  return bars;
}
