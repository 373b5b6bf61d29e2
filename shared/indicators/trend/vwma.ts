import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { Vwap } from '../volume/vwap.ts';

export const vwma = defineIndicator({
  id: 'vwma',
  name: 'Volume-weighted moving average',
  group: 'trend',
  about: 'Average of the last closes, each weighted by its volume; without any volume, the close itself.',
  inputs: ['close', 'volume'],
  parameters: { period: int(20, { min: 1, max: 5000, about: 'bars in the window' }) },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period }) => period - 1,
  settle: ({ period }) => period - 1,
  source: 'Arms (1996), Trading Without Fear: sum(price * volume) / sum(volume).',
  kernel: ({ period }) => new Vwap(period),
});
