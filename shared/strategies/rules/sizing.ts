import type { Protection } from '../../domain/order.ts';
import type { StrategyContext } from '../define.ts';
import type { Faults } from './fault.ts';
import type { RuleParameters } from './parameters.ts';
import type { Exits } from './protection.ts';
import type { RuleSizing } from './schema.ts';
import type { Bound } from './comparison.ts';

/** Enters on a side, 1 long and -1 short, whatever is held now. */
export type Enter = (context: StrategyContext, side: 1 | -1, protection?: Protection) => void;

export interface CompiledSizing {
  readonly bind: (run: Bound) => Enter;
  readonly said: string;
}

/** Compiles how much is bought. Shares multiply with the sizing that the run itself is given. */
export function compileSizing(
  sizing: RuleSizing = 'all',
  scope: { faults: Faults; parameters: RuleParameters; exits: Exits },
): CompiledSizing {
  const { faults, parameters, exits } = scope;
  const level = (key: 'fraction' | 'quantity' | 'riskPercent', given: number | string, max: number) =>
    parameters.level(['sizing', key], given, { what: 'it', whole: false, min: 0, max, above: true });
  if (sizing === 'all')
    return { bind: () => (context, side, protection) => context.target(side, protection), said: 'Each entry uses all of the equity.' };
  if (sizing.fraction !== undefined) {
    const fraction = level('fraction', sizing.fraction, 1);
    const bind = ({ values }: Bound): Enter => {
      const share = fraction.of(values);
      return (context, side, protection) => context.target(side * share, protection);
    };
    return { bind, said: `Each entry uses ${fraction.said} of the equity (1 is all).` };
  }
  if (sizing.quantity !== undefined) {
    const quantity = level('quantity', sizing.quantity, Number.MAX_VALUE);
    return { bind: ({ values }) => enterQuantity(quantity.of(values)), said: `Each entry is of ${quantity.said} units.` };
  }
  const risk = level('riskPercent', sizing.riskPercent ?? 0, 100);
  const { stopShare } = exits;
  if (stopShare === undefined) {
    faults.add(['sizing', 'riskPercent'], 'needs a "stopLoss" or a "trailingStop": the risk is what is lost when it is hit');
    return { bind: () => () => undefined, said: '' };
  }
  const bind = (run: Bound): Enter => {
    const share = stopShare(run);
    const atRisk = risk.of(run.values) / 100;
    return (context, side, protection) => context.target(side * Math.min(1, atRisk / share(context.bar.close)), protection);
  };
  return {
    bind,
    said: `Each entry is sized so that its stop loses ${risk.said} percent of the equity, and uses all of the equity at most.`,
  };
}

function enterQuantity(quantity: number): Enter {
  return (context, side, protection) => {
    // Both meet the same open, in this order: a change of side closes before it is sized.
    if (context.position !== 0) context.target(0);
    context.order({ type: 'market', side: side === 1 ? 'buy' : 'sell', quantity }, protection);
  };
}
