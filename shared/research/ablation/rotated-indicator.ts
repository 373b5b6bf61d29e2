import type { Bars } from '../../domain/bars.ts';
import { longerBars } from '../../engine/longer-timeframe.ts';
import { computeIndicator } from '../../indicators/batch.ts';
import type { IndicatorSpec } from '../../indicators/kernel.ts';
import type { SeededRandom } from '../../market/noise.ts';
import type { Indicators, Strategy } from '../../strategies/define.ts';
import { placeOf } from '../../indicators/input.ts';
import { columnIndicator } from '../column-indicator.ts';
import { ResearchError } from '../error.ts';

/** A rotation moves the values by at least this share of the history, so that none stays near its place. */
const SHARE_MIN = 0.1;

/**
 * The strategy with one of its indicators turned round in time: every row gets the value of a row far away, past the end from the start again. It has the
 * same values in the same succession, and knows nothing of its own time. Prices are turned as shares of the close, so that they stay near it.
 */
export function withRotated(strategy: Strategy, name: string, { bars, random }: { bars: Bars; random: SeededRandom }): Strategy {
  const share = SHARE_MIN + (1 - 2 * SHARE_MIN) * random.next();
  return {
    ...strategy,
    indicators: (values): Indicators => {
      const declared = strategy.indicators(values);
      return { ...declared, [name]: rotated(declared[name] as IndicatorSpec, bars, share) };
    },
  };
}

function rotated(spec: IndicatorSpec, all: Bars, share: number): IndicatorSpec {
  const { definition, timeframe, warmup } = spec;
  if (spec.of !== undefined || spec.inputs.some((input) => placeOf(input)?.kind !== 'own')) {
    throw new ResearchError(
      'strategy',
      `${spec.key} reads data beside the bars, which cannot be turned round; ablate rules instead, part by part`,
    );
  }
  const bars = timeframe === undefined ? all : longerBars(all, timeframe);
  const known = bars.length - warmup;
  const scale = definition.unit === 'price' ? bars.close : undefined;
  const columns = computeIndicator(spec, bars).map((column) =>
    column.map((value, row) => {
      if (row < warmup) return value;
      const from = warmup + ((row - warmup + Math.floor(share * known)) % known);
      const there = column[from] as number;
      return scale === undefined ? there : (there / (scale[from] as number)) * (scale[row] as number);
    }),
  );
  return columnIndicator({
    key: `${spec.key} turned by ${share}`,
    columns: Object.fromEntries(definition.outputs.map((output, k) => [output, columns[k] as Float64Array])),
    warmup,
    unit: definition.unit,
    ...(timeframe === undefined ? {} : { timeframe }),
  });
}
