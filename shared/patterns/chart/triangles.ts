import { float } from '../../indicators/parameters.ts';
import { type ChartText, defineChartPattern } from './define.ts';
import { upsideDown } from './setup.ts';
import { breakoutParameters, judgeBetweenLines, MOST_TOUCHES, touchParameters } from './touches.ts';
import type { Boundaries } from './boundaries.ts';

const parameters = {
  ...touchParameters({ touches: 5, tolerance: 0.07, minBars: 15 }),
  ...breakoutParameters(0.1),
  flatness: float(0.12, { min: 0, max: 0.5, step: 0.02, about: 'how far a level line may rise or fall, in widths of the pattern' }),
  slant: float(0.3, { min: 0.05, max: 1, step: 0.05, about: 'how far a slanting line must rise or fall, in widths of the pattern' }),
};

const source =
  'Edwards & Magee, Technical Analysis of Stock Trends, ch. 8; five touches as in Lo, Mamaysky & Wang (2000), J. of Finance 55(4), sec. II.A.';

const common = {
  source,
  parameters,
  reversalAtr: 2,
  memory: MOST_TOUCHES,
  fewest: ({ touches }: { readonly touches: number }) => touches,
} as const;
type Text = ChartText<typeof parameters>;
type Values = Parameters<Text['judge']>[0];

/** A level top and rising lows. */
function ascending({ flatness, slant }: Values): (lines: Boundaries) => readonly number[] | undefined {
  return ({ upperMove, lowerMove }) =>
    Math.abs(upperMove) <= flatness && lowerMove >= slant ? [flatness === 0 ? 0 : Math.abs(upperMove) / flatness] : undefined;
}

export const ascendingTriangle = defineChartPattern({
  ...common,
  id: 'ascending-triangle',
  name: 'Ascending triangle',
  about: 'Swings between a level top and rising lows; confirmed by a close above the top.',
  judge: (values) => judgeBetweenLines(values, 1, ascending(values)),
});

export const descendingTriangle = defineChartPattern({
  ...common,
  id: 'descending-triangle',
  name: 'Descending triangle',
  about: 'Swings between a level bottom and falling highs; confirmed by a close below the bottom.',
  judge: (values) => upsideDown(judgeBetweenLines(values, 1, ascending(values))),
});

export const symmetricTriangle = defineChartPattern({
  ...common,
  id: 'symmetric-triangle',
  name: 'Symmetric triangle',
  about: 'Swings between falling highs and rising lows; a close beyond either line confirms it in that direction.',
  judge: (values) =>
    judgeBetweenLines(values, 0, ({ upperMove, lowerMove }) => {
      if (upperMove > -values.slant || lowerMove < values.slant) return undefined;
      return [Math.abs(upperMove + lowerMove) / (lowerMove - upperMove)];
    }),
});
