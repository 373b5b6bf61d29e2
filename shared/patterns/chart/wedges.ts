import { float } from '../../indicators/parameters.ts';
import { defineChartPattern } from './define.ts';
import { type Setup, upsideDown } from './setup.ts';
import type { Pivot } from './pivot-graph.ts';
import { breakoutParameters, judgeBetweenLines, MOST_TOUCHES, touchParameters } from './touches.ts';

const parameters = {
  ...touchParameters({ touches: 5, tolerance: 0.07, minBars: 20 }),
  ...breakoutParameters(0.1),
  slant: float(0.4, { min: 0.05, max: 2, step: 0.05, about: 'how far both lines must rise, or fall, in widths of the pattern' }),
  closing: float(0.4, { min: 0.05, max: 0.95, step: 0.05, about: 'share of the width that must be gone at the last pivot' }),
};

interface WedgeValues extends Readonly<Record<keyof typeof parameters, number>> {}

function risingJudge(values: WedgeValues): (pivots: readonly Pivot[]) => Setup | undefined {
  return judgeBetweenLines(values, -1, ({ upperMove, endWidth }) =>
    upperMove >= values.slant && endWidth <= 1 - values.closing ? [] : undefined,
  );
}

const common = {
  source: 'Bulkowski, Encyclopedia of Chart Patterns, chapters on wedges (five touches of two converging lines); Edwards & Magee, ch. 10.',
  parameters,
  reversalAtr: 2.5,
  memory: MOST_TOUCHES,
  fewest: ({ touches }: { readonly touches: number }) => touches,
} as const;

export const risingWedge = defineChartPattern({
  ...common,
  id: 'rising-wedge',
  name: 'Rising wedge',
  about: 'Swings between two rising lines that converge; confirmed by a close below the lower one.',
  judge: risingJudge,
});

export const fallingWedge = defineChartPattern({
  ...common,
  id: 'falling-wedge',
  name: 'Falling wedge',
  about: 'Swings between two falling lines that converge; confirmed by a close above the upper one.',
  judge: (values) => upsideDown(risingJudge(values)),
});
