import { allocateBars, type Bars } from '../domain/bars.ts';
import { MINUTE_US } from '../domain/time.ts';

/** A generator of numbers in [0, 1), the same for the same seed. Source: Steele & Vigna's splitmix, 32-bit form (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A normally distributed number of mean 0 and deviation 1 (Box & Muller). */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A random walk of bars with wicks, quiet stretches and bars without volume: what an indicator is checked on. */
export function sampleBars(rows: number, seed: number): Bars {
  const random = randomNumbers(seed);
  const bars = allocateBars(rows, MINUTE_US);
  let close = 100;
  for (let i = 0; i < rows; i++) {
    const open = close;
    const quiet = random() < 0.1;
    close = quiet ? open : open * Math.exp(0.01 * normal(random));
    bars.time[i] = i * MINUTE_US;
    bars.open[i] = open;
    bars.high[i] = quiet ? open : Math.max(open, close) * (1 + 0.003 * random());
    bars.low[i] = quiet ? open : Math.min(open, close) * (1 - 0.003 * random());
    bars.close[i] = close;
    bars.volume[i] = quiet ? 0 : 1000 * random();
  }
  return bars;
}
