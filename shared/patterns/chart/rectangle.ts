import { float } from '../../indicators/parameters.ts';
import { defineChartPattern } from './define.ts';
import { breakoutParameters, judgeBetweenLines, MOST_TOUCHES, touchParameters } from './touches.ts';

export const rectangle = defineChartPattern({
  id: 'rectangle',
  name: 'Rectangle',
  about: 'Swings between two level lines; a close beyond either confirms it in that direction.',
  source:
    'Edwards & Magee, Technical Analysis of Stock Trends, ch. 9; five touches as in Lo, Mamaysky & Wang (2000), J. of Finance 55(4), sec. II.A.',
  parameters: {
    ...touchParameters({ touches: 5, tolerance: 0.1, minBars: 15 }),
    ...breakoutParameters(0.1),
    flatness: float(0.12, { min: 0.01, max: 0.5, step: 0.01, about: 'how far each line may rise or fall, in widths of the pattern' }),
  },
  reversalAtr: 2,
  memory: MOST_TOUCHES,
  fewest: ({ touches }: { readonly touches: number }) => touches,
  judge: (values) =>
    judgeBetweenLines(values, 0, ({ upperMove, lowerMove }) => {
      const slant = Math.max(Math.abs(upperMove), Math.abs(lowerMove));
      return slant <= values.flatness ? [slant / values.flatness] : undefined;
    }),
});
