import type { Protection } from '../../domain/order.ts';
import type { Sizing } from '../../domain/sizing.ts';
import type { StrategyContext } from '../define.ts';
import type { Faults } from './fault.ts';
import type { Level, RuleParameters, Values } from './parameters.ts';
import type { Exits } from './protection.ts';
import type { RuleSizing } from './schema.ts';
import type { Bound } from './comparison.ts';

/** Enters on a side, 1 long and -1 short, whatever is held now. */
export type Enter = (context: StrategyContext, side: 1 | -1, protection?: Protection) => void;

export interface CompiledSizing {
  readonly bind: (run: Bound) => Enter;
  /** How the engine sizes a target in place of the run's own sizing; absent where the rules' target says it. */
  readonly own?: (values: Values) => Sizing;
  readonly said: string;
}

/** Compiles how much is bought. Shares multiply with the sizing that the run itself is given. */
export function compileSizing(
  sizing: RuleSizing = 'all',
  scope: { faults: Faults; parameters: RuleParameters; exits: Exits },
): CompiledSizing {
  const { faults, parameters, exits } = scope;
  const level: LevelOf = (key, given, max) =>
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
  const { stopShare } = exits;
  if (stopShare === undefined && (sizing.riskPercent ?? sizing.risk) !== undefined) {
    const key = sizing.riskPercent === undefined ? 'risk' : 'riskPercent';
    faults.add(['sizing', key], 'needs a "stopLoss" or a "trailingStop": the risk is what is lost when it is hit');
  }
  if (sizing.riskPercent === undefined) return sizedByTheEngine(sizing, level);
  const risk = level('riskPercent', sizing.riskPercent, 100);
  if (stopShare === undefined) return { bind: () => () => undefined, said: '' };
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

type LevelOf = (key: keyof Exclude<RuleSizing, 'all'>, given: number | string, max: number) => Level;

/** The sizes that follow from what the run has been through, which the engine knows at the fill: as `--sizing` of a run, which they take the place of. */
function sizedByTheEngine({ kelly, risk, volatility, drawdown }: Exclude<RuleSizing, 'all'>, level: LevelOf): CompiledSizing {
  const bind = (): Enter => (context, side, protection) => context.target(side, protection);
  if (kelly !== undefined) {
    const times = level('kelly', kelly, 1);
    const said = `Each entry uses ${times.said} times the share of the equity that Kelly's formula gives for the round trips so far.`;
    return { bind, own: (values) => ({ kind: 'kelly', times: times.of(values) }), said };
  }
  if (risk !== undefined) {
    const share = level('risk', risk, 1);
    const said = `Each entry is sized where it fills so that its stop loses ${share.said} of the equity (1 is all), and uses all of the equity at most, or what the leverage allows.`;
    return { bind, own: (values) => ({ kind: 'risk', share: share.of(values) }), said };
  }
  if (volatility !== undefined) {
    const perYear = level('volatility', volatility, Number.MAX_VALUE);
    const said = `Each entry is sized to a volatility of ${perYear.said} a year, and uses all of the equity at most, or what the leverage allows.`;
    return { bind, own: (values) => ({ kind: 'volatility', perYear: perYear.of(values) }), said };
  }
  const most = level('drawdown', drawdown ?? 0, 1);
  const said = `Each entry uses all of the equity at its peak, less the nearer its drawdown is to ${most.said}, and nothing there.`;
  return { bind, own: (values) => ({ kind: 'drawdown', most: most.of(values) }), said };
}

function enterQuantity(quantity: number): Enter {
  return (context, side, protection) => {
    // Both meet the same open, in this order: a change of side closes before it is sized.
    if (context.position !== 0) context.target(0);
    context.order({ type: 'market', side: side === 1 ? 'buy' : 'sell', quantity }, protection);
  };
}
