import { CANDLESTICKS } from '../shared/patterns/candlestick/catalogue.ts';
import { computeCandlesticks } from '../shared/patterns/candlestick/fold.ts';
import { scanPatterns } from '../shared/patterns/scan.ts';
import { walkBars } from './columns.ts';
import { measure } from './measure.ts';

const BARS = 1_000_000;

/** A walk whose every eighth bar opens away from the last close, so that formations with gaps are seen as well. */
function gappedBars() {
  const bars = walkBars(BARS);
  for (let i = 0; i < BARS; i += 8) {
    const shift = (i % 16 === 0 ? 1 : -1) * 0.001 * (bars.close[i] as number);
    for (let j = i; j < i + 4; j++)
      for (const column of [bars.open, bars.high, bars.low, bars.close]) column[j] = (column[j] as number) + shift;
  }
  return bars;
}

const bars = gappedBars();
const specs = CANDLESTICKS.map((pattern) => pattern());
const columns = computeCandlesticks(bars, specs);
const hits = columns.reduce((sum, column) => sum + column.reduce((n, value) => n + (value === 0 ? 0 : 1), 0), 0);
const seen = columns.filter((column) => column.some((value) => value !== 0)).length;

const batch = measure(() => computeCandlesticks(bars, specs), 5);
const matches = measure(() => scanPatterns(bars, specs), 3);
const alone = measure(() => {
  const detectors = specs.map(({ definition, values }) => definition.detector(values));
  for (let i = 0; i < BARS / 20; i++) {
    const [open, high, low, close] = [bars.open[i], bars.high[i], bars.low[i], bars.close[i]] as [number, number, number, number];
    for (const detector of detectors) detector.update(open, high, low, close, 0);
  }
}, 3);
const seconds = (value: number) => `${value.toFixed(2)} s`;
console.log(
  `P: ${specs.length} formations over ${BARS.toLocaleString('en')} bars, one core; ${seen} of them seen, ${hits.toLocaleString('en')} hits`,
);
console.log(`   columns    ${seconds(batch.median)} (best ${seconds(batch.min)}), target under 1 s`);
console.log(`   matches    ${seconds(matches.median)} (best ${seconds(matches.min)}), one object a hit, in order`);
console.log(`   one by one ${((alone.median / (BARS / 20) / specs.length) * 1e9).toFixed(0)} ns a bar and detector, update by update`);
