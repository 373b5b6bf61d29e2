import { defineIndicator } from '../define.ts';
import { int } from '../parameters.ts';
import { averageKind, averageOf, averageSettle, averageWarmup } from './averages.ts';

export const ma = defineIndicator({
  id: 'ma',
  name: 'Moving average of a chosen kind',
  group: 'trend',
  about: 'One of the moving averages, chosen by its number, so that a search can try them all.',
  inputs: ['close'],
  parameters: {
    period: int(20, { min: 1, max: 2000, about: 'period of the average' }),
    kind: averageKind(0, 'kind of average'),
  },
  outputs: ['value'],
  unit: 'price',
  warmup: ({ period, kind }) => averageWarmup(kind, period),
  settle: ({ period, kind }) => averageSettle(kind, period),
  source: 'TA-Lib, function MA, with the same numbers.',
  kernel: ({ period, kind }) => averageOf(kind, period),
});
