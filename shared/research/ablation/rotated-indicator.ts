import type { Bars } from '../../domain/bars.ts';
import type { Beside } from '../../engine/beside.ts';
import { indicatorColumns } from '../../engine/indicator-views.ts';
import { longerBars } from '../../engine/longer-timeframe.ts';
import { computeIndicator } from '../../indicators/batch.ts';
import type { IndicatorSpec } from '../../indicators/kernel.ts';
import type { SeededRandom } from '../../market/noise.ts';
import type { Indicators, Strategy } from '../../strategies/define.ts';
import { placeOf } from '../../indicators/input.ts';
import { columnIndicator } from '../column-indicator.ts';

/** A rotation moves the values by at least this share of the history, so that none stays near its place. */
const SHARE_MIN = 0.1;

/**
 * The strategy with one of its indicators turned round in time: every row gets the value of a row far away, past the end from the start again. It has the
 * same values in the same succession, and knows nothing of its own time. Prices are turned as shares of the close, so that they stay near it.
 */
export function withRotated(strategy: Strategy, name: string, { random, ...run }: RotationInput): Strategy {
  const share = shareOf(random);
  return {
    ...strategy,
    indicators: (values): Indicators => {
      const declared = strategy.indicators(values);
      return { ...declared, [name]: rotated(declared[name] as IndicatorSpec, run, share) };
    },
  };
}

/** How far an indicator is turned, as a share of what is known of it. */
export function shareOf(random: SeededRandom): number {
  return SHARE_MIN + (1 - 2 * SHARE_MIN) * random.next();
}

interface RotationInput {
  readonly bars: Bars;
  /** What the indicators of the run read beside its bars. */
  readonly beside?: Beside | undefined;
  readonly random: SeededRandom;
}

/** The indicator turned round by that share of its rows, on these bars. */
export function rotated(spec: IndicatorSpec, run: Omit<RotationInput, 'random'>, share: number): IndicatorSpec {
  const { definition, timeframe, warmup } = spec;
  const key = `${spec.key} turned by ${share}`;
  const outputs = (columns: readonly Float64Array[]) =>
    Object.fromEntries(definition.outputs.map((output, k) => [output, columns[k] as Float64Array]));
  if (spec.of !== undefined || spec.inputs.some((input) => placeOf(input)?.kind !== 'own')) {
    const known = indicatorColumns(spec, run);
    const columns = turned(known.columns, { warmup: known.warmup, share, scale: definition.unit === 'price' ? known.close : undefined });
    return columnIndicator({ key, columns: outputs(columns), warmup: known.warmup, unit: definition.unit });
  }
  const bars = timeframe === undefined ? run.bars : longerBars(run.bars, timeframe);
  const columns = turned(computeIndicator(spec, bars), { warmup, share, scale: definition.unit === 'price' ? bars.close : undefined });
  return columnIndicator({
    key,
    columns: outputs(columns),
    warmup,
    unit: definition.unit,
    ...(timeframe === undefined ? {} : { timeframe }),
  });
}

interface Turn {
  /** Rows before it stay as they are. */
  readonly warmup: number;
  readonly share: number;
  /** What prices are a share of. */
  readonly scale: Float64Array | undefined;
}

function turned(columns: readonly Float64Array[], { warmup, share, scale }: Turn): Float64Array[] {
  return columns.map((column) =>
    column.map((value, row) => {
      if (row < warmup) return value;
      const known = column.length - warmup;
      const from = warmup + ((row - warmup + Math.floor(share * known)) % known);
      const there = column[from] as number;
      return scale === undefined ? there : (there / (scale[from] as number)) * (scale[row] as number);
    }),
  );
}
