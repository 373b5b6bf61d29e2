import type { KernelState } from '../../indicators/kernel.ts';
import { float, type Parameter, type Parameters } from '../../indicators/parameters.ts';
import { definePattern, type Pattern, type PatternDefinition, type PatternDetector } from '../pattern.ts';
import { BarShapes } from './bar-shapes.ts';
import { colourMask, MOST_BARS, type Need } from './needs.ts';
import { readSetting, type SettingName, settingParameters } from './settings.ts';
import type { Yardstick } from './yardstick.ts';

/** What the judgement of a formation is built from. */
export interface FormationTools {
  readonly bars: BarShapes;
  /** The yardstick of a setting for the bar `back` before the newest. */
  readonly yardstick: (setting: SettingName, back: number) => Yardstick;
  /** How deep a bar must reach into the body of another, as a share of that body; NaN where the formation has no such parameter. */
  readonly penetration: number;
  /** What the formation remembers besides the bars. */
  readonly memory: Float64Array;
}

/** A formation in words and in code. */
export interface FormationText {
  readonly id: string;
  /** Name of TA-Lib's function. */
  readonly taLib: string;
  readonly name: string;
  readonly about: string;
  /** Bars that the formation covers. */
  readonly bars: number;
  /** Bars before it that TA-Lib waits for as well. */
  readonly lead?: number;
  /** Colours that the newest bars must have, the newest last: `w` white, `b` black, `.` either; any of several. */
  readonly colours?: readonly string[];
  /** What single bars must be, the rarest first. */
  readonly needs?: readonly Need[];
  /** Settings that the judgement asks for besides those of the needs. */
  readonly settings?: readonly SettingName[];
  /** TA-Lib's default of `penetration`, where it has that parameter. */
  readonly penetration?: number;
  /** For the two that look back at an earlier answer of their own; they are judged on every bar. */
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
  /** Builds the judgement of a newest bar of which colours and needs are met: 0, or direction x 100 (80 and 200 where TA-Lib says so). */
  readonly judge: (tools: FormationTools) => () => number;
}

/** A formation at work on the bars of one `BarShapes`. */
export interface Formation {
  /** First row answered, and first row judged: earlier for a formation that looks back at itself. */
  readonly warmup: number;
  readonly judgedFrom: number;
  /** Bit n is set when it can be seen where the colours of the last five bars are n (see `BarShapes.colours`). */
  readonly colours: number;
  /** Traits that must hold, each of the bar `back` before the newest. */
  readonly needs: readonly { readonly trait: Uint8Array; readonly back: number }[];
  readonly judge: () => number;
  readonly memory: Float64Array;
  /** Bars that an answer covers. */
  span(value: number): number;
}

export interface CandlestickDefinition extends PatternDefinition {
  readonly kind: 'candlestick';
  readonly taLib: string;
  /** Builds the formation on bars that others may read as well. */
  readonly formation: (values: Readonly<Record<string, number>>, bars: BarShapes) => Formation;
}
export type Candlestick = Pattern<CandlestickDefinition>;

/** Bars that must stay visible for formations with these values. */
export function historyOf(values: readonly Readonly<Record<string, number>>[]): number {
  const periods = values.flatMap((of) => Object.entries(of).flatMap(([name, value]) => (name.endsWith('Period') ? [value] : [])));
  return Math.max(MOST_BARS, ...periods);
}

/** Makes a pattern of a formation: its parameters are those of the settings it uses, and `penetration` where it has one. */
export function defineCandlestick(text: FormationText): Candlestick {
  const { id, taLib, name, about, needs = [], recall } = text;
  const settings = [...new Set([...needs.map(({ setting }) => setting), ...(text.settings ?? [])])];
  const parameters: Parameters = Object.assign({}, ...settings.map(settingParameters), penetrationParameter(text.penetration));
  const colours = colourMask(text.colours ?? ['']);
  const warmup = (values: Readonly<Record<string, number>>) => {
    const periods = settings.map((setting) => readSetting(values, setting).period);
    return Math.max(recall?.minPeriod ?? 0, ...periods) + text.bars - 1 + (text.lead ?? 0);
  };
  const formation = (values: Readonly<Record<string, number>>, bars: BarShapes): Formation => {
    const first = warmup(values);
    const judgedFrom = first - (recall?.headStart ?? 0);
    const memory = new Float64Array(recall?.size ?? 0);
    const start = (setting: SettingName, back: number) => judgedFrom - back - readSetting(values, setting).period;
    const yardstick = (setting: SettingName, back: number) => bars.yardstick(readSetting(values, setting), back, start(setting, back));
    const traits = needs.map((need) => {
      const { setting, back } = need;
      return { trait: bars.trait(need, readSetting(values, setting), start(setting, back)), back };
    });
    const judge = text.judge({ bars, yardstick, penetration: values['penetration'] ?? Number.NaN, memory });
    const span = (value: number) => (recall && Math.abs(value) > 100 ? recall.span(memory) : text.bars);
    return { warmup: first, judgedFrom, colours, needs: traits, judge, memory, span };
  };
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
    if (row < this.#formation.judgedFrom || !this.#possible()) return 0;
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

  /** Whether colours and needs are met on the newest bar. */
  #possible(): boolean {
    const { cursor, colours } = this.#bars;
    const { needs } = this.#formation;
    if (((this.#formation.colours >>> (colours[cursor] as number)) & 1) === 0) return false;
    for (let n = 0; n < needs.length; n++) {
      const need = needs[n];
      if (need && need.trait[cursor - need.back] === 0) return false;
    }
    return true;
  }
}
