import type { Indicator } from './define.ts';
import { INDICATOR_CONTRACT } from './contract.ts';
import type { IndicatorSpec } from './kernel.ts';
import type { Parameter } from './parameters.ts';
import { randomNumbers, sampleBars } from './sample-bars.ts';

/** What a check of an indicator found: each promise of the contract with where it is broken, if it is. */
export interface CheckReport {
  readonly id: string;
  readonly ok: boolean;
  readonly checks: readonly { readonly promise: string; readonly fault?: string }[];
}

export interface CheckOptions {
  /** Rows that each promise is tried on. */
  readonly rows?: number;
  readonly seed?: number;
}

/** Rows of bars that leave something to see after the warm-up. */
const MARGIN = 600;

/**
 * Holds an indicator to the contract that every built-in one passes, on seeded random bars, with its defaults, the smallest values that its bounds
 * allow and some between. A fault names the parameters, the row and what is wrong; one that changes when rows are appended "looks ahead".
 */
export function checkIndicator(indicator: Indicator, { rows = 2000, seed = 20_260_101 }: CheckOptions = {}): CheckReport {
  const bars = sampleBars(rows, seed);
  const specs = contractSpecs(indicator);
  const checks = INDICATOR_CONTRACT.map(({ promise, fault }) => {
    for (const spec of specs) {
      const enough = spec.warmup + MARGIN > rows ? sampleBars(spec.warmup + MARGIN, seed) : bars;
      const found = faultOf(() => fault(spec, enough));
      if (found !== undefined) return { promise, fault: `${spec.key}: ${found}` };
    }
    return { promise };
  });
  return { id: indicator.definition.id, ok: checks.every(({ fault }) => fault === undefined), checks };
}

/** A kernel that throws is at fault, not a reason to stop checking. */
function faultOf(check: () => string | undefined): string | undefined {
  try {
    return check();
  } catch (error) {
    return `it throws: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The indicator with its defaults, with the smallest value of every parameter, and with some drawn between. */
export function contractSpecs(indicator: Indicator, draws = 2): IndicatorSpec[] {
  const { id, parameters } = indicator.definition;
  const random = randomNumbers(id.length * 7919 + id.charCodeAt(0));
  const pickAll = (pick: (parameter: Parameter) => number) =>
    indicator(Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [name, pick(parameter)])));
  const drawn = () =>
    pickAll(({ kind, min, max }) => {
      const span = Math.min(max, min + 60) - min;
      return kind === 'int' ? min + Math.floor(random() * (span + 1)) : min + random() * span;
    });
  if (Object.keys(parameters).length === 0) return [indicator()];
  return [indicator(), pickAll(({ min }) => min), ...Array.from({ length: draws }, drawn)];
}
