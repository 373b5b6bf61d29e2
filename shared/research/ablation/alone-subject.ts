import type { Bars } from '../../domain/bars.ts';
import { type Instrument, tradingDaysPerYear } from '../../domain/instrument.ts';
import { runBacktest } from '../../engine/backtest.ts';
import type { Beside } from '../../engine/beside.ts';
import type { EngineOptions } from '../../engine/options.ts';
import { hashText, mix, SeededRandom } from '../../market/noise.ts';
import type { Strategy } from '../../strategies/define.ts';
import { withRotated } from './rotated-indicator.ts';
import { type AblationOptions, type AblationSubject, ROTATIONS } from './subject.ts';

export interface AblationInput {
  readonly strategy: Strategy;
  /** Already through `strategy.parse`. */
  readonly values: Readonly<Record<string, number>>;
  readonly bars: Bars;
  readonly instrument: Instrument;
  readonly engine: EngineOptions;
  /** What its indicators may read beside the bars. */
  readonly beside?: Beside | undefined;
  /** The strategy without one of its parts, by the part's name; when left out, each of its indicators is turned round in time instead. */
  readonly without?: readonly { readonly part: string; readonly strategy: Strategy; readonly values: Readonly<Record<string, number>> }[];
}

type Version = Pick<AblationInput, 'strategy' | 'values'>;

/** A strategy on one instrument. */
export function aloneSubject(
  { strategy, values, bars, instrument, engine, beside, without }: AblationInput,
  { rotations = ROTATIONS, seed = 1 }: AblationOptions,
): AblationSubject<Version> {
  const rotated = (part: string): Version[] => {
    const random = new SeededRandom(mix(seed, hashText(part), 1));
    return Array.from({ length: rotations }, () => ({ strategy: withRotated(strategy, part, { bars, beside, random }), values }));
  };
  return {
    id: strategy.id,
    bars,
    engine,
    full: { strategy, values },
    parts:
      without?.map(({ part, ...version }) => ({ part, versions: [version] })) ??
      Object.keys(strategy.indicators(values)).map((part) => ({ part, versions: rotated(part) })),
    run: (version, bounds) => {
      const { equity, timeframeUs, trades } = runBacktest({ ...version, bars, instrument, options: { ...engine, ...bounds }, beside });
      return { equity, timeframeUs, trades: trades.length, daysPerYear: tradingDaysPerYear(instrument.assetClass) };
    },
  };
}
