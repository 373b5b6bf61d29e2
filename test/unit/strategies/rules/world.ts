import type { Bars } from '../../../../shared/domain/bars.ts';
import type { RunResult } from '../../../../shared/domain/run.ts';
import { HOUR_US } from '../../../../shared/domain/time.ts';
import { runBacktest } from '../../../../shared/engine/backtest.ts';
import type { EngineOptions } from '../../../../shared/engine/options.ts';
import type { Strategy, StrategyContext } from '../../../../shared/strategies/define.ts';
import { parseRules, type RuleCatalogue } from '../../../../shared/strategies/rules/parse.ts';
import type { Condition } from '../../../../shared/strategies/rules/schema.ts';
import { BTC, fillsOf } from '../../engine/world.ts';

const FREE: EngineOptions = { cash: 1000, sizing: { kind: 'all' }, commissionBps: 0, slippageBps: 0 };

/** Runs a strategy with its defaults, or the parameters given, 1,000 of cash and no costs. */
export function runStrategy(
  strategy: Strategy,
  bars: Bars,
  given: Readonly<Record<string, number>> = {},
  options: Partial<EngineOptions> = {},
): RunResult {
  return runBacktest({ strategy, values: strategy.parse(given), bars, instrument: BTC, options: { ...FREE, ...options } });
}

/** Fills of rules as `[hour, side, quantity, price]`. */
export function fillsOfRules(rules: unknown, bars: Bars): [number, string, number, number][] {
  return fillsOf(runStrategy(parseRules(rules), bars));
}

/** Hours of the fills of rules, with a minus for sales. */
export function hoursOf(rules: unknown, bars: Bars): number[] {
  return fillsOfRules(rules, bars).map(([hour, side]) => (side === 'buy' ? hour : -hour));
}

/** Rows at whose close the condition holds, among those at which rules are asked. */
export function rowsWhere(condition: Condition, bars: Bars, catalogue?: RuleCatalogue): number[] {
  const strategy = parseRules({ entry: { long: condition } }, 'probe', catalogue);
  const rows: number[] = [];
  let flat: StrategyContext | undefined;
  let row = 0;
  // A context that is always flat: every close at which the condition holds asks for a position.
  const onBar = (context: StrategyContext) => {
    const { instrument, params, indicators, bar, order, oco, oto, amend, cancel, cancelAll } = context;
    row = bar.timeUs / HOUR_US;
    flat ??= {
      instrument,
      params,
      state: undefined,
      indicators,
      bar,
      order,
      oco,
      oto,
      amend,
      cancel,
      cancelAll,
      position: 0,
      entryPrice: NaN,
      cash: 0,
      equity: 0,
      target: () => void rows.push(row),
    };
    strategy.onBar(flat);
  };
  runStrategy({ ...strategy, onBar }, bars);
  return rows;
}
