import type { KernelState } from '../../indicators/kernel.ts';
import { float, type Parameter, type Parameters } from '../../indicators/parameters.ts';
import { definePattern, type Pattern, type PatternDefinition, type PatternDetector } from '../pattern.ts';
import { BarShapes } from './bar-shapes.ts';
import { readSetting, type SettingName, settingParameters } from './settings.ts';
import type { Yardstick } from './yardstick.ts';

/** What a formation is told when it is built. */
export interface FormationTools<S extends SettingName> {
  readonly bars: BarShapes;
  /** The yardstick of a setting for the bar `back` before the newest. */
  readonly yardstick: (setting: S, back: number) => Yardstick;
  /** How deep a bar must reach into the body of another, as a share of that body; NaN where the formation has no such parameter. */
  readonly penetration: number;
  /** What the formation remembers besides the bars. */
  readonly memory: Float64Array;
}

/** A formation in words and in code. */
export interface FormationText<S extends SettingName> {
  readonly id: string;
  /** Name of TA-Lib's function. */
  readonly taLib: string;
  readonly name: string;
  readonly about: string;
  /** Bars that the formation covers. */
  readonly bars: number;
  /** Bars before it that TA-Lib waits for as well. */
  readonly lead?: number;
  readonly settings: readonly S[];
  /** TA-Lib's default of `penetration`, where it has that parameter. */
  readonly penetration?: number;
  /** For the two that look back at an earlier answer of their own. */
  readonly recall?: {
    /** Numbers remembered. */
    readonly size: number;
    /** Rows before the first answer from which it watches. */
    readonly headStart: number;
    /** The wait counts an average's period as at least this. */
    readonly minPeriod: number;
    /** Bars covered by an answer other than 100 or -100. */
    readonly span: (memory: Float64Array) => number;
  };
  /** Builds the judgement of the newest bar: 0, or direction x 100 (80 and 200 where TA-Lib says so). */
  readonly judge: (tools: FormationTools<S>) => () => number;
}

/** A formation at work on the bars of one `BarShapes`. */
export interface Formation {
  /** First row answered, and first row judged: earlier for a formation that looks back at itself. */
  readonly warmup: number;
  readonly judgedFrom: number;
  readonly judge: () => number;
  readonly memory: Float64Array;
  span(value: number): number;
}

export interface CandlestickDefinition extends PatternDefinition {
  readonly kind: 'candlestick';
  readonly taLib: string;
  /** Builds the formation on bars that others may read as well. */
  readonly formation: (values: Readonly<Record<string, number>>, bars: BarShapes) => Formation;
}
export type Candlestick = Pattern<CandlestickDefinition>;

/** Bars that any formation looks at before the newest one. */
const MOST_BARS_BACK = 5;

/** Bars that must stay visible for formations with these values. */
export function historyOf(values: readonly Readonly<Record<string, number>>[]): number {
  const periods = values.flatMap((of) => Object.entries(of).flatMap(([name, value]) => (name.endsWith('Period') ? [value] : [])));
  return Math.max(MOST_BARS_BACK, ...periods);
}

/** Makes a pattern of a formation: its parameters are those of the settings it uses, and `penetration` where it has one. */
export function defineCandlestick<const S extends SettingName>(text: FormationText<S>): Candlestick {
  const parameters: Parameters = Object.assign({}, ...text.settings.map(settingParameters), penetrationParameter(text.penetration));
  const warmup = (values: Readonly<Record<string, number>>) => {
    const periods = text.settings.map((name) => readSetting(values, name).period);
    return Math.max(text.recall?.minPeriod ?? 0, ...periods) + text.bars - 1 + (text.lead ?? 0);
  };
  const formation = (values: Readonly<Record<string, number>>, bars: BarShapes): Formation => {
    const first = warmup(values);
    const judgedFrom = first - (text.recall?.headStart ?? 0);
    const memory = new Float64Array(text.recall?.size ?? 0);
    const yardstick = (name: S, back: number) => {
      const setting = readSetting(values, name);
      return bars.yardstick(setting, back, judgedFrom - back - setting.period);
    };
    const judge = text.judge({ bars, yardstick, penetration: values['penetration'] ?? Number.NaN, memory });
    const span = (value: number) => (text.recall && Math.abs(value) > 100 ? text.recall.span(memory) : text.bars);
    return { warmup: first, judgedFrom, judge, memory, span };
  };
  const { id, taLib, name, about } = text;
  const source = `TA-Lib ${taLib}`;
  const detector = (values: Readonly<Record<string, number>>) => new CandlestickDetector(values, formation);
  const definition = { id, taLib, name, about, kind: 'candlestick', source, parameters, warmup, formation, detector } as const;
  return definePattern<Parameters, CandlestickDefinition>(definition);
}

function penetrationParameter(standard: number | undefined): Record<string, Parameter> {
  if (standard === undefined) return {};
  return { penetration: float(standard, { min: 0, max: 1, step: 0.05, about: 'share of the first body that must be reached into' }) };
}

/** Bars between two slides of the window of a single detector. */
const STRIDE = 64;

class CandlestickDetector implements PatternDetector {
  span: number;
  readonly #bars: BarShapes;
  readonly #formation: Formation;

  constructor(values: Readonly<Record<string, number>>, formation: CandlestickDefinition['formation']) {
    this.#bars = new BarShapes(historyOf([values]), STRIDE);
    this.#formation = formation(values, this.#bars);
    this.span = this.#formation.span(100);
  }

  update(open: number, high: number, low: number, close: number): number {
    if (!(Number.isFinite(open) && Number.isFinite(high) && Number.isFinite(low) && Number.isFinite(close))) return 0;
    this.#bars.push(open, high, low, close);
    this.#bars.measure();
    const row = this.#bars.count - 1;
    if (row < this.#formation.judgedFrom) return 0;
    const value = this.#formation.judge();
    if (row < this.#formation.warmup || value === 0) return 0;
    this.span = this.#formation.span(value);
    return value;
  }

  snapshot(): KernelState {
    return [this.span, ...this.#formation.memory, ...this.#bars.snapshot()];
  }

  restore(state: KernelState): void {
    const bars = 1 + this.#formation.memory.length;
    this.#bars.restore(state.slice(bars));
    this.#formation.memory.set(state.slice(1, bars));
    this.span = state[0] as number;
  }
}
