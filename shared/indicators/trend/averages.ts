import type { Indicator } from '../define.ts';
import type { Kernel } from '../kernel.ts';
import { int } from '../parameters.ts';
import { dema } from './dema.ts';
import { ema } from './ema.ts';
import { kama } from './kama.ts';
import { sma } from './sma.ts';
import { tema } from './tema.ts';
import { trima } from './trima.ts';
import { wma } from './wma.ts';

/** Averages that other indicators can be built on, at the place that TA-Lib gives them. */
const KINDS: readonly Indicator[] = [sma, ema, wma, dema, tema, trima, kama];

/** A parameter that chooses one of the averages by its number. */
export const averageKind = (value: number, about: string) =>
  int(value, { min: 0, max: KINDS.length - 1, about: `${about}: ${KINDS.map(({ definition }, i) => `${i} ${definition.id}`).join(', ')}` });

/** The average of this number. A period of 1 is the value itself whatever the kind. */
function chosen(kind: number, period: number): Indicator['definition'] {
  return (period === 1 ? sma : (KINDS[kind] as Indicator)).definition as Indicator['definition'];
}

export const averageOf = (kind: number, period: number): Kernel => chosen(kind, period).kernel(valuesOf(kind, period));
export const averageWarmup = (kind: number, period: number): number => chosen(kind, period).warmup(valuesOf(kind, period));
export const averageSettle = (kind: number, period: number): number => chosen(kind, period).settle(valuesOf(kind, period));

function valuesOf(kind: number, period: number): Record<string, number> {
  const defaults = Object.entries(chosen(kind, period).parameters).map(([name, parameter]) => [name, parameter.default]);
  return { ...Object.fromEntries(defaults), period };
}

/** One value into a kernel of one input. */
export function feed(kernel: Kernel, x: number): number {
  return kernel.update(x, Number.NaN, Number.NaN, Number.NaN, Number.NaN);
}
