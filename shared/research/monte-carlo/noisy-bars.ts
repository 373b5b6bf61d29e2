import { allocateBars, type Bars } from '../../domain/bars.ts';
import { SeededRandom } from '../../market/noise.ts';
import { deviation } from '../../performance/returns.ts';
import { ResearchError } from '../error.ts';

/** No price is moved by more than this share of itself. */
const MOVE_MAX = 0.5;

/**
 * The same bars with a little noise on their prices, to see whether a strategy lives on exact numbers. Closes move by `noise` deviations of the bars' own
 * returns, each on its own; an open moves as the close before it, so gaps stay; highs and lows move on their own and still hold open and close. Times and
 * volume stay. Prices are not rounded to ticks. Throws `ResearchError` for a noise that is negative or above 2.
 */
export function noisyBars(bars: Bars, { noise, seed }: { readonly noise: number; readonly seed: number }): Bars {
  if (!(noise >= 0 && noise <= 2))
    throw new ResearchError('noise', `noise is ${noise}, but must be from 0 to 2 deviations of a bar's return`);
  const scale = noise * deviationOfReturns(bars);
  const random = new SeededRandom(seed);
  const factor = () => 1 + Math.max(-MOVE_MAX, Math.min(MOVE_MAX, scale * random.normal()));
  const noisy = allocateBars(bars.length, bars.timeframeUs);
  noisy.time.set(bars.time);
  noisy.volume.set(bars.volume);
  let before = 1;
  for (let i = 0; i < bars.length; i++) {
    const open = (bars.open[i] as number) * before;
    before = factor();
    const close = (bars.close[i] as number) * before;
    noisy.open[i] = open;
    noisy.close[i] = close;
    noisy.high[i] = Math.max(open, close, (bars.high[i] as number) * factor());
    noisy.low[i] = Math.min(open, close, (bars.low[i] as number) * factor());
  }
  return noisy;
}

function deviationOfReturns({ close, length }: Bars): number {
  if (length < 3) return 0;
  return deviation(Float64Array.from({ length: length - 1 }, (_, i) => (close[i + 1] as number) / (close[i] as number) - 1));
}
