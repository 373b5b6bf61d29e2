import { float } from '../../indicators/parameters.ts';
import { defineChartPattern } from './define.ts';
import { findBetweenLines, MOST_TOUCHES, touchParameters } from './touches.ts';

export const channel = defineChartPattern({
  id: 'channel',
  name: 'Channel',
  about: 'Swings between two parallel lines that rise or fall, which is its direction; confirmed with its last touch, while it holds.',
  source: 'Edwards & Magee, Technical Analysis of Stock Trends, ch. 14 (trend channels).',
  parameters: {
    ...touchParameters({ touches: 5, tolerance: 0.07, minBars: 20 }),
    slant: float(0.5, { min: 0.05, max: 10, step: 0.05, about: 'how far both lines must rise, or fall, in widths of the channel' }),
    parallel: float(0.15, { min: 0.01, max: 0.5, step: 0.01, about: 'share of the width that may be gained or lost at the last pivot' }),
  },
  reversalAtr: 2.5,
  memory: MOST_TOUCHES,
  fewest: ({ touches }: { readonly touches: number }) => touches,
  kinds: ['falling-channel', 'rising-channel'],
  judge: (values) => (pivots) => {
    const found = findBetweenLines(pivots, values, ({ upperMove, lowerMove, endWidth }) => {
      const steep = Math.sign(upperMove) === Math.sign(lowerMove) && Math.min(Math.abs(upperMove), Math.abs(lowerMove)) >= values.slant;
      return steep && Math.abs(endWidth - 1) <= values.parallel ? [Math.abs(endWidth - 1) / values.parallel] : undefined;
    });
    if (found === undefined) return undefined;
    const { lines, strength } = found;
    return { pivots: lines.pivots, strength, completion: lines.upperMove > 0 ? 1 : -1 };
  },
});
