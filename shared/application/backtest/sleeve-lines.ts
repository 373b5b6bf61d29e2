import type { SleeveLine } from '../../performance/report.ts';
import type { RunFacts } from '../../performance/run-facts.ts';
import { summarise } from '../../performance/summarise.ts';
import type { SharedAccount } from './simulation.ts';

/** What each strategy of an account made of its part, in the order of the plan; counted as the summary of the whole is. */
export function sleeveLines({ sleeves }: SharedAccount, account: RunFacts): SleeveLine[] {
  return sleeves.map(({ name, strategy, params, positions, ...facts }) => {
    const { timeframeUs, daysPerYear } = account;
    const trades = sleeves.length === 1 ? account.trades : account.trades.filter((trade) => trade.strategy === name);
    const own = summarise({ ...facts, trades, benchmark: facts.equity, unfilled: [], timeframeUs, daysPerYear, impact: null });
    const { startEquity, endEquity, totalReturn, maxDrawdown, sharpe, tradeCount, winRate, exposure, commission, slippage } = own;
    return {
      name,
      strategy,
      params,
      startEquity,
      endEquity,
      totalReturn,
      maxDrawdown,
      sharpe,
      tradeCount,
      winRate,
      exposure,
      commission,
      slippage,
      positions,
    };
  });
}
