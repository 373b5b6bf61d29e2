import { float, int, type ValuesOf } from '../../indicators/parameters.ts';
import type { Indicator } from '../../indicators/define.ts';
import { rsi } from '../../indicators/momentum/rsi.ts';
import type { Pattern } from '../pattern.ts';
import { defineChartPattern } from './define.ts';
import { Oscillator } from './oscillator.ts';
import type { Pivot } from './pivot-graph.ts';
import { eitherWayUp, type Setup, strengthOf } from './setup.ts';

/** Regular: the price goes on, the oscillator no more; against the trend. Hidden: the oscillator goes on, the price no more; with the trend. */
export type DivergenceStyle = 'regular' | 'hidden';

export interface DivergenceOptions {
  readonly style: DivergenceStyle;
  /** Output of the indicator that is read; the first when absent. */
  readonly output?: string;
  /** Made of the indicator, the output when it is not the first, and the style when absent: `macd-histogram-hidden-divergence`. */
  readonly id?: string;
}

const own = {
  priceChange: float(0.25, {
    min: 0,
    max: 20,
    step: 0.05,
    about: 'least difference of the two prices, in ways back that confirmed the second',
  }),
  oscillatorChange: float(0.15, {
    min: 0,
    max: 1,
    step: 0.05,
    about: 'least difference of the two readings, as a share of the spread over all remembered pivots',
  }),
  minBars: int(5, { min: 3, max: 1000, about: 'fewest bars between the two pivots' }),
  maxBars: int(60, { min: 5, max: 5000, about: 'most bars between the two pivots' }),
};
type OwnValues = ValuesOf<typeof own>;

const PIVOTS = 12;
/** Fewer pivots say nothing of the spread of the readings. */
const FEWEST = 4;

/**
 * Divergence of the price from any indicator, read at pivots of the price: of two highs in a row, or two lows, one is beyond the other and the
 * readings say the opposite. Its parameters are the indicator's and those of the pivots. Throws when the output is unknown or a parameter would
 * be named twice.
 */
export function divergenceOf(indicator: Indicator, { style, output, id }: DivergenceOptions): Pattern {
  const { definition } = indicator;
  const column = output === undefined ? 0 : definition.outputs.indexOf(output);
  if (column === -1) throw new Error(`indicator ${definition.id} has no output "${output}" (it has: ${definition.outputs.join(', ')})`);
  const twice = Object.keys(definition.parameters).find((name) => Object.hasOwn(own, name));
  if (twice !== undefined) throw new Error(`indicator ${definition.id} has a parameter "${twice}", which a divergence has as well`);
  const hidden = style === 'hidden';
  const against = hidden
    ? 'the oscillator goes beyond its reading there and the price does not'
    : 'the price goes beyond it and the oscillator does not';
  return defineChartPattern({
    id: id ?? `${definition.id}${column === 0 ? '' : `-${kebab(output)}`}${hidden ? '-hidden' : ''}-divergence`,
    name: `${hidden ? 'Hidden divergence' : 'Divergence'} from ${definition.name}`,
    about: `At a pivot of the price, compared with the last one on that side, ${against}; known when the second is a pivot.`,
    source:
      'Murphy, Technical Analysis of the Financial Markets, ch. 10; hidden: Brown, Technical Analysis for the Trading Professional (positive and negative reversals).',
    parameters: { ...definition.parameters, ...own },
    reversalAtr: 3,
    memory: PIVOTS,
    fewest: () => FEWEST,
    kinds: hidden ? ['hidden-bearish', 'hidden-bullish'] : ['bearish', 'bullish'],
    oscillator: (values) => new Oscillator(definition.kernel(values), definition.inputs, column),
    firstReading: (values) => definition.warmup(values),
    judge: (values) => eitherWayUp((pivots) => judgeHighs(pivots, hidden, values)),
  });
}

/** `percentB` as `percent-b`. */
function kebab(name = ''): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function judgeHighs(pivots: readonly Pivot[], hidden: boolean, values: OwnValues): Setup | undefined {
  const [first, , second] = pivots.slice(-3);
  if (pivots.length < FEWEST || first === undefined || second === undefined || second.side !== 1) return undefined;
  const readings = pivots.map(({ reading }) => reading).filter(Number.isFinite);
  const spread = Math.max(...readings) - Math.min(...readings);
  const onward = hidden ? -1 : 1;
  const further = (onward * (second.price - first.price)) / second.reversal;
  const weaker = (onward * (first.reading - second.reading)) / spread;
  const bars = second.bar - first.bar;
  // Written so that a reading that is not known yet is no divergence.
  if (!(further >= values.priceChange && weaker > 0 && weaker >= values.oscillatorChange)) return undefined;
  if (bars < values.minBars || bars > values.maxBars) return undefined;
  return { pivots: [first, second], strength: strengthOf(1 - weaker), completion: -1 };
}

export const divergence = divergenceOf(rsi, { style: 'regular', id: 'divergence' });
export const hiddenDivergence = divergenceOf(rsi, { style: 'hidden', id: 'hidden-divergence' });
