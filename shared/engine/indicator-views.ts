import type { Bars } from '../domain/bars.ts';
import { computeIndicator } from '../indicators/batch.ts';
import type { Indicators } from '../strategies/define.ts';
import { type Cursor, IndicatorView } from '../strategies/view.ts';
import type { Arena } from './arena.ts';
import { EngineError } from './error.ts';

/** Views of the declared indicators over `bars`, and the first row at which all of them are known. Equal declarations share their columns. */
export function indicatorViews(
  declared: Indicators,
  { bars, cursor, arena }: { bars: Bars; cursor: Cursor; arena: Arena },
): { views: Record<string, unknown>; warmup: number } {
  const columns = new Map<string, Float64Array[]>();
  const views: Record<string, unknown> = {};
  let warmup = 0;
  for (const [name, spec] of Object.entries(declared)) {
    if (spec?.definition === undefined)
      throw new EngineError(`indicators.${name}`, `indicators().${name} is no indicator; write for example ${name}: sma(20)`);
    const computed = columns.get(spec.key) ?? computeIndicator(spec, bars, (length) => arena.take(length));
    columns.set(spec.key, computed);
    const options = { unit: spec.definition.unit, close: bars.close };
    const outputs = spec.definition.outputs.map(
      (output, k) => [output, new IndicatorView(computed[k] as Float64Array, cursor, options)] as const,
    );
    const [first] = outputs;
    views[name] = outputs.length === 1 && first?.[0] === 'value' ? first[1] : Object.fromEntries(outputs);
    warmup = Math.max(warmup, spec.warmup);
  }
  return { views, warmup };
}
