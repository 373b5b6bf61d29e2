import { closeUsOf } from '../../domain/bars.ts';
import type { Fill } from '../../domain/fill.ts';
import type { EquityCurve } from '../../domain/run.ts';
import type { EngineOptions } from '../../engine/options.ts';
import type { Feed } from '../../engine/portfolio/market.ts';
import { ratesAt } from '../../engine/portfolio/rates.ts';
import type { LegResult, PortfolioResult } from '../../engine/portfolio/result.ts';
import { runPortfolio } from '../../engine/portfolio/run.ts';
import { combineCurves } from '../../performance/combine.ts';
import { pnlColumns } from '../../performance/pnl-numbers.ts';
import { strategiesOf } from '../../strategies/group.ts';
import { byEntry, inOrderOfSums } from '../backtest/build-report.ts';
import { barsIn } from '../backtest/bars-in.ts';
import { engineOptions, type SharedPlan } from '../backtest/plan.ts';
import { tradedSources, tradesOf } from '../backtest/simulate-shared.ts';
import { accountInput, sleevesOf } from '../backtest/account-input.ts';
import type { AccountRunner, RunnerInput, RunnerOptions } from './account-run.ts';
import { closedTogether } from './closing.ts';
import { type HeldBars, heldValue, type Holding, holdingOf } from './holdings.ts';

/** Runs one strategy or several on one account for all data sets. */
export function runnerTogether(
  { plan, strategy, data, rates = [], beside, costs }: RunnerInput,
  account: SharedPlan,
  { arena, change = (options) => options, closing = false }: RunnerOptions,
): AccountRunner {
  const options = change(engineOptions(plan, 1, costs));
  const input = accountInput({ data, rates, beside }, account, options);
  const { feeds } = input;
  const strategies = strategiesOf(strategy).map((one) => (closing ? closedTogether(one, feeds, options) : one));
  const withBars = tradedSources(feeds).filter(({ bars }) => barsIn(bars, options).length > 0);
  const traded = inOrderOfSums(withBars.map(({ instrument }) => instrument.symbol)).map((index) => withBars[index] as Feed);
  return (values) => {
    const sleeves = sleevesOf(strategy, values, account, strategies);
    const result = runPortfolio({ ...input, sleeves, ...(arena && { arena }) });
    const trades = () => traded.flatMap(({ instrument }) => tradesOf(result, instrument)).sort(byEntry);
    const about = { result, options, pairs: [...feeds, ...rates], traded };
    const { equity, bars, commission, slippage, tradedNotional } = result;
    // Shares of the cash do not always add up to it to the last bit; the start is what was asked for.
    if (account.cash === undefined) equity.value[0] = plan.cash;
    return {
      equity,
      bars,
      commission,
      slippage,
      tradedNotional,
      get barsInPosition() {
        return result.barsInPosition;
      },
      get trades() {
        return trades();
      },
      get pnl() {
        return pnlColumns(trades());
      },
      holdings: () => holdingsOf(about),
      held: () => heldTogether(about),
    };
  };
}

interface Played {
  readonly result: PortfolioResult;
  readonly options: EngineOptions;
  /** Whatever a rate may come from. */
  readonly pairs: readonly Feed[];
  readonly traded: readonly Feed[];
}

/** What equal parts of the cash would be worth in each instrument, at the rates of each close. */
function heldTogether({ result, options, pairs, traded }: Played): EquityCurve {
  const cash = result.startEquity / traded.length;
  const curves = traded.map((feed) => {
    const held = heldBars(feed, options);
    const { value } = heldValue(held, cash);
    const time = value.map((_, point) => (point === 0 ? (held.bars.time[0] as number) : closeUsOf(held.bars, point - 1)));
    const rates = ratesIn(result.currency, feed, time, pairs);
    const first = rates?.find((rate) => !Number.isNaN(rate)) ?? 1;
    return {
      time,
      value:
        rates === undefined ? value : value.map((worth, i) => (Number.isNaN(rates[i]) ? worth : (worth * (rates[i] as number)) / first)),
    };
  });
  return combineCurves(curves);
}

function holdingsOf({ result, options, pairs, traded }: Played): Holding[] {
  return traded.map((feed) => {
    const rates = ratesIn(result.currency, feed, result.equity.time, pairs);
    return holdingOf({ held: heldBars(feed, options), fills: fillsOf(result, feed), rates }, result.equity);
  });
}

function heldBars({ bars, instrument }: Feed, options: EngineOptions): HeldBars {
  return { bars: barsIn(bars, options), instrument, actions: options.execution?.actions };
}

/** Undefined where there is nothing to convert. */
function ratesIn(currency: string, { instrument }: Feed, times: Float64Array, feeds: readonly Feed[]): Float64Array | undefined {
  return instrument.currency === currency ? undefined : ratesAt(times, { from: instrument.currency, to: currency, feeds });
}

function fillsOf({ sleeves }: PortfolioResult, { instrument }: Feed): Fill[] {
  const legs = sleeves.flatMap(({ legs }): LegResult[] => legs.filter((leg) => leg.instrument.id === instrument.id));
  return legs.flatMap(({ fills }) => fills).sort((a, b) => a.timeUs - b.timeUs);
}
