import { allocateBars, type Bars } from '../../shared/domain/bars.ts';
import { MINUTE_US } from '../../shared/domain/time.ts';

export { normal, randomNumbers, sampleBars as randomBars } from '../../shared/indicators/sample-bars.ts';

/** Bars whose closes are given: each opens at the close before, and its high and low leave a little room beyond both. */
export function barsOfCloses(closes: readonly number[], timeframeUs = MINUTE_US): Bars {
  const bars = allocateBars(closes.length, timeframeUs);
  closes.forEach((close, i) => {
    const open = i === 0 ? close : (closes[i - 1] as number);
    bars.time[i] = i * timeframeUs;
    bars.open[i] = open;
    bars.high[i] = Math.max(open, close);
    bars.low[i] = Math.min(open, close);
    bars.close[i] = close;
    bars.volume[i] = 1;
  });
  return bars;
}
