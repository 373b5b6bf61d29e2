import type { Bars } from '../../domain/bars.ts';
import { firstBarAtOrAfter } from '../../domain/bars.ts';
import type { Instrument } from '../../domain/instrument.ts';
import { runBacktest } from '../../engine/backtest.ts';
import { computeIndicator } from '../../indicators/batch.ts';
import type { IndicatorSpec } from '../../indicators/kernel.ts';
import type { PatternSpec } from '../../patterns/pattern.ts';
import { scanPatterns } from '../../patterns/scan.ts';
import type { Strategy } from '../../strategies/define.ts';
import { IndicatorView } from '../../strategies/view.ts';
import type { Series } from '../series.ts';

/** Something that happens at some closes: a condition, a pattern, a cross, an entry of a strategy. */
export interface EventSource {
  readonly id: string;
  /** Rows at whose close it is known to have happened, ascending, each once. */
  readonly rows: (series: Series) => readonly number[];
}

/** Rows at which `holds` says yes; it is handed the bars once and must look at nothing after the row it is asked about. */
export function eventsWhere(id: string, holds: (bars: Bars) => (row: number) => boolean): EventSource {
  return {
    id,
    rows: ({ bars }) => {
      const test = holds(bars);
      return Array.from({ length: bars.length }, (_, row) => row).filter(test);
    },
  };
}

/** Each pattern twice: where it was confirmed rising (`engulfing:up`) and falling (`engulfing:down`). A universe is scanned once for both. */
export function patternEvents(patterns: readonly PatternSpec[]): EventSource[] {
  const scans = new WeakMap<Bars, Map<PatternSpec, ReturnType<typeof scanPatterns>>>();
  const scan = (bars: Bars, pattern: PatternSpec) => {
    const known = scans.get(bars) ?? new Map<PatternSpec, ReturnType<typeof scanPatterns>>();
    scans.set(bars, known);
    const found = known.get(pattern) ?? scanPatterns(bars, [pattern]);
    known.set(pattern, found);
    return found;
  };
  return patterns.flatMap((pattern) =>
    ([1, -1] as const).map((direction) => ({
      id: `${pattern.definition.id}:${direction > 0 ? 'up' : 'down'}`,
      rows: ({ bars }: Series) =>
        distinct(scan(bars, pattern).flatMap((match) => (match.direction === direction ? [match.confirmedAt] : []))),
    })),
  );
}

/** Closes at which the first output of `a` crosses above (or below) that of `b`, or a level: the cross that strategies see. */
export function crossEvents(
  id: string,
  a: IndicatorSpec,
  { above, below }: { above?: IndicatorSpec | number; below?: IndicatorSpec | number },
): EventSource {
  const other = above ?? below;
  if (other === undefined) throw new RangeError(`event ${id} crosses nothing: give above or below`);
  return {
    id,
    rows: ({ bars }) => {
      const cursor = { row: -1 };
      const view = (spec: IndicatorSpec) =>
        new IndicatorView(computeIndicator(spec, bars)[0] as Float64Array, cursor, { unit: spec.definition.unit, close: bars.close });
      const [left, right] = [view(a), typeof other === 'number' ? other : view(other)];
      const rows: number[] = [];
      for (let row = 0; row < bars.length; row++) {
        cursor.row = row;
        if (left.crossOf(right) === (above === undefined ? -1 : 1)) rows.push(row);
      }
      return rows;
    },
  };
}

export interface EntryEventsInput {
  readonly strategy: Strategy;
  /** Already through `strategy.parse`. */
  readonly values: Readonly<Record<string, number>>;
  readonly instrument: (symbol: string) => Instrument;
}

/** Where a strategy enters, by code or by rules, long (`ID:long`) and short (`ID:short`): the close before the bar whose fill opens the trade. No costs. */
export function entryEvents({ strategy, values, instrument }: EntryEventsInput): EventSource[] {
  return (['long', 'short'] as const).map((side) => ({
    id: `${strategy.id}:${side}`,
    rows: ({ symbol, bars }) => {
      // A share so small that no loss ends the run before the data does.
      const options = { cash: 1e12, sizing: { kind: 'fraction', fraction: 0.001 }, commissionBps: 0, slippageBps: 0 } as const;
      const { trades } = runBacktest({ strategy, values, bars, instrument: instrument(symbol), options });
      const entries = trades.filter((trade) => trade.side === side).map(({ entryTimeUs }) => firstBarAtOrAfter(bars, entryTimeUs) - 1);
      return distinct(entries.filter((row) => row >= 0));
    },
  }));
}

function distinct(rows: readonly number[]): number[] {
  return [...new Set(rows)].sort((a, b) => a - b);
}
