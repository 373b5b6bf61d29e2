import { defineIndicator } from '../define.ts';
import { Lag } from '../lag.ts';
import { int } from '../parameters.ts';
import { steps } from '../steps.ts';
import { Extremum } from '../windows.ts';

/** Williams' fractals, told when they are certain: `wings` bars after the extreme. */
export const fractals = defineIndicator({
  id: 'fractals',
  name: 'Williams fractals',
  group: 'trend',
  about: 'up is 1 when the bar `wings` bars ago is now confirmed as higher than all the bars beside it, down when it is lower; else 0.',
  inputs: ['high', 'low'],
  parameters: { wings: int(2, { min: 1, max: 200, about: 'bars on either side that the extreme must exceed' }) },
  outputs: ['up', 'down'],
  unit: 1,
  warmup: ({ wings }) => 2 * wings,
  settle: ({ wings }) => 2 * wings,
  source: 'Williams (1995), Trading Chaos, ch. 8.',
  kernel: ({ wings }) =>
    steps(
      2,
      ({ part, out }) => {
        // The middle bar is the extreme when it exceeds those after it and those before it, both without itself.
        const side = (sign: 1 | -1) => {
          const [after, middle, before] = [part(new Extremum(wings, sign)), part(new Lag(wings)), part(new Lag(wings + 1))];
          return (x: number) => {
            const newest = after.update(x);
            const [peak, older] = [middle.push(x), before.push(newest)];
            return Number.isNaN(older) ? Number.NaN : Number(sign * peak > sign * newest && sign * peak > sign * older);
          };
        };
        const [up, down] = [side(1), side(-1)];
        return (high, low) => {
          out[1] = down(low);
          return up(high);
        };
      },
      2,
    ),
});
