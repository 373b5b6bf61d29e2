import { defineIndicator } from '../define.ts';
import type { Kernel } from '../kernel.ts';
import { int } from '../parameters.ts';
import { RollingDeviation } from '../rolling-deviation.ts';

/** Population standard deviation of the last `period` values; NaN before. */
export class StdDev extends RollingDeviation implements Kernel {
  update(x: number): number {
    return Number.isFinite(x) ? this.push(x) : this.deviation;
  }

  fold([x]: readonly [Float64Array], [out]: readonly [Float64Array]): void {
    this.foldColumn(x, out);
  }
}

export const stddev = defineIndicator({
  id: 'stddev',
  name: 'Standard deviation',
  group: 'statistics',
  about: 'Population standard deviation of the last values: divided by their number, not one less.',
  inputs: ['close'],
  parameters: { period: int(20, { min: 2, max: 5000, about: 'rows in the window' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Bollinger (2001), Bollinger on Bollinger Bands, ch. 7 (divisor n).',
  kernel: ({ period }) => new StdDev(period),
});
