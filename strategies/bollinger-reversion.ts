import { bollinger } from '../shared/indicators/volatility/bollinger.ts';
import { float, int } from '../shared/indicators/parameters.ts';
import { defineStrategy } from '../shared/strategies/define.ts';

export default defineStrategy({
  id: 'bollinger-reversion',
  about: 'Long from a close below the lower Bollinger band until a close at the middle band or above.',
  params: {
    period: int(20, { min: 2, max: 1000, about: 'bars in the bands' }),
    stdDev: float(2, { min: 0.1, max: 10, step: 0.1, about: 'standard deviations between the middle and a band' }),
  },
  indicators: ({ period, stdDev }) => ({ bands: bollinger({ period, stdDev }) }),
  onBar({ bar, indicators: { bands }, target }) {
    if (bar.close < bands.lower.value) target(1);
    else if (bar.close >= bands.middle.value) target(0);
  },
});
