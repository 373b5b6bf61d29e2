import { allocateBars, type Bars } from '../../shared/domain/bars.ts';
import { HOUR_US } from '../../shared/domain/time.ts';

/** 2021-01-01T00:00:00Z */
const START_US = 1_609_459_200_000_000;

/** Hourly bars made with whole-number arithmetic only (a linear congruence), prices in cents: the same bytes on every machine. */
export function fixedBars(length: number): Bars {
  const bars = allocateBars(length, HOUR_US);
  let state = 20_211;
  const draw = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  let cents = 10_000;
  let drift = 0;
  for (let i = 0; i < length; i++) {
    if (i % 37 === 0) drift = draw(41) - 20;
    const open = cents;
    cents = Math.max(2_000, cents + drift + draw(121) - 60);
    bars.time[i] = START_US + i * HOUR_US;
    bars.open[i] = open / 100;
    bars.close[i] = cents / 100;
    bars.high[i] = (Math.max(open, cents) + draw(40)) / 100;
    bars.low[i] = (Math.min(open, cents) - draw(40)) / 100;
    bars.volume[i] = 1 + draw(1_000) / 10;
  }
  return bars;
}
