import type { KernelState } from '../../indicators/kernel.ts';
import type { Parameters, ValuesOf } from '../../indicators/parameters.ts';
import { loadParts, type Part, saveParts } from '../../indicators/state.ts';
import { definePattern, type Direction, type Pattern, type PatternDetector, type PatternFinding } from '../pattern.ts';
import { CloseWindow } from './closes.ts';
import type { Oscillator, Prices } from './oscillator.ts';
import { PivotGraph, pivotParameters, type PivotValues } from './pivot-graph.ts';
import { BreakoutWatch, type Judge, type Setup } from './setup.ts';

/** A chart pattern in words and in code. */
export interface ChartText<P extends Parameters> {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly source: string;
  /** Its own, besides those of the pivots. `minBars`, where there is one, is the least distance of its first pivot from its last. */
  readonly parameters: P;
  readonly reversalAtr: number;
  /** Pivots remembered. */
  readonly memory: number;
  /** The fewest it can be seen on, a pivot that leads to it included. */
  readonly fewest: (values: ValuesOf<P>) => number;
  /** Names of its falling and its rising variant, where it has both. */
  readonly kinds?: readonly [falling: string, rising: string];
  /** Closes remembered for the judge. */
  readonly closes?: (values: ValuesOf<P>) => number;
  readonly oscillator?: (values: ValuesOf<P>) => Oscillator;
  /** First row with a reading of the oscillator. */
  readonly firstReading?: (values: ValuesOf<P>) => number;
  readonly judge: (values: ValuesOf<P>) => Judge;
}

/** Makes a pattern of a chart pattern's text: the pivot graph, the wait for the breakout and the memory are the same for all. */
export function defineChartPattern<const P extends Parameters>(text: ChartText<P>): Pattern {
  const { id, name, about, source } = text;
  const parameters: Parameters = { ...pivotParameters(text.reversalAtr), ...text.parameters };
  const own = (values: Readonly<Record<string, number>>) => values as ValuesOf<P> & PivotValues;
  return definePattern<Parameters, Pattern['definition']>({
    id,
    name,
    kind: 'chart',
    about,
    source,
    parameters,
    warmup: (values) => {
      const earliest = (text.firstReading?.(own(values)) ?? 0) + (values['minBars'] ?? 0) + 1;
      return Math.max(earliest, firstRow(own(values), text.fewest(own(values))));
    },
    detector: (values) => new ChartDetector(text, own(values)),
  });
}

/** Every pivot takes a bar of its own to be confirmed, the first one not before the ATR is known. */
function firstRow({ reversalPercent, atrPeriod }: PivotValues, pivots: number): number {
  return (reversalPercent > 0 ? 1 : atrPeriod) + pivots - 1;
}

const NOTHING: readonly PatternFinding[] = [];

/** Pivots, the shape that its judge sees on them, and the close that confirms it. */
class ChartDetector<P extends Parameters> implements PatternDetector {
  found: readonly PatternFinding[] = NOTHING;
  readonly #kinds: readonly [falling: string, rising: string];
  readonly #graph: PivotGraph;
  readonly #watch = new BreakoutWatch();
  readonly #closes: CloseWindow;
  readonly #oscillator: Oscillator | undefined;
  readonly #judge: Judge;
  readonly #parts: readonly Part[];

  constructor(text: ChartText<P>, values: ValuesOf<P> & PivotValues) {
    this.#kinds = text.kinds ?? [text.id, text.id];
    this.#graph = new PivotGraph(text.memory, values);
    this.#closes = new CloseWindow(text.closes?.(values) ?? 1);
    this.#oscillator = text.oscillator?.(values);
    this.#judge = text.judge(values);
    this.#parts = [this.#graph, this.#watch, this.#closes, ...(this.#oscillator ? [this.#oscillator] : [])];
  }

  update(...prices: Prices): number {
    const [open, high, low, close] = prices;
    this.found = NOTHING;
    if (!(Number.isFinite(open) && Number.isFinite(high) && Number.isFinite(low) && Number.isFinite(close))) {
      this.#graph.skip();
      return 0;
    }
    this.#closes.push(close);
    const reading = this.#oscillator?.update(prices) ?? 0;
    const setup = this.#graph.update(high, low, close, reading) ? this.#judge(this.#graph.pivots, this.#closes) : undefined;
    // What was found may hand its last pivot on as the first of the next, and no other.
    if (setup !== undefined && !setup.pivots.slice(1).some(({ used }) => used)) {
      if (typeof setup.completion === 'number') return this.#complete(setup, setup.completion);
      this.#watch.watch(setup, setup.completion);
    }
    const direction = this.#watch.update(this.#graph.bar, close);
    return direction === 0 ? 0 : this.#breakOut(direction);
  }

  snapshot(): KernelState {
    return saveParts([], this.#parts);
  }

  restore(state: KernelState): void {
    loadParts(state, 0, this.#parts);
    this.found = NOTHING;
  }

  #complete({ pivots, strength }: Setup, direction: Direction): number {
    const bars = new Set(pivots.map(({ bar }) => bar));
    this.#graph.use((bar) => bars.has(bar));
    return this.#report(pivots[0]?.row ?? NaN, pivots.at(-1)?.row ?? NaN, direction, strength);
  }

  #breakOut(direction: Direction): number {
    const waiting = this.#watch.waiting;
    if (waiting === undefined) return 0;
    this.#watch.waiting = undefined;
    this.#graph.use((bar) => bar >= waiting.startBar && bar <= waiting.endBar);
    return this.#report(waiting.startRow, waiting.endRow, direction, waiting.strength);
  }

  #report(start: number, end: number, direction: Direction, strength: number): number {
    const kind = this.#kinds[direction === 1 ? 1 : 0];
    this.found = [{ start, end, confirmedAt: this.#graph.row, direction, strength, kind }];
    return direction * strength;
  }
}
