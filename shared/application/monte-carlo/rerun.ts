import type { Bars } from '../../domain/bars.ts';
import type { FeeFill, FeeModel } from '../../engine/costs/fees.ts';
import type { ExecutionOptions } from '../../engine/execution.ts';
import type { EngineOptions } from '../../engine/options.ts';
import { hashText, mix } from '../../market/noise.ts';
import { drawdownCurve } from '../../performance/drawdown.ts';
import { periodReturns, periodsPerYear, sharpe } from '../../performance/returns.ts';
import { followingBars } from '../../research/monte-carlo/following-bars.ts';
import { noisyBars } from '../../research/monte-carlo/noisy-bars.ts';
import { tradedSources } from '../backtest/simulate-shared.ts';
import { paramsOf } from '../backtest/subject.ts';
import type { RunnerInput } from '../sweep/account-run.ts';
import { annualBasis } from '../sweep/data.ts';
import { runnerOf } from '../sweep/runner.ts';

/** What is run again, changed. */
export type RerunWorld = RunnerInput;

/** What a run came to; ratios as fractions, `sharpe` annualised and 0 without a deviation. */
export interface RerunOutcome {
  readonly totalReturn: number;
  readonly sharpe: number;
  readonly maxDrawdown: number;
  readonly trades: number;
}

/** Bounds of the engine: a fill cannot cost more than it is worth. */
const SLIPPAGE_MAX_BPS = 9999;
const COMMISSION_MAX_BPS = 10_000;

/** The run with fees and slippage so many times as large, whatever model they come from. What holding costs stays. */
export function rerunWithCosts(world: RerunWorld, multiplier: number): RerunOutcome {
  return rerun(world, ({ commissionBps, slippageBps, execution, ...options }) => ({
    ...options,
    commissionBps: Math.min(COMMISSION_MAX_BPS, commissionBps * multiplier),
    slippageBps: Math.min(SLIPPAGE_MAX_BPS, slippageBps * multiplier),
    ...(execution === undefined ? {} : { execution: dearer(execution, multiplier) }),
  }));
}

function dearer({ fees, slippage, ...rest }: ExecutionOptions, multiplier: number): ExecutionOptions {
  const fee = (fill: FeeFill) => {
    // What an order has paid so far is in multiplied money; the model knows its own only.
    const before = { ...fill.before, fee: multiplier === 0 ? 0 : fill.before.fee / multiplier };
    return multiplier * (fees as FeeModel).fee({ ...fill, before });
  };
  return {
    ...rest,
    ...(fees === undefined ? {} : { fees: { ...fees, fee } }),
    ...(slippage === undefined ? {} : { slippage: { ...slippage, slip: (fill) => multiplier * slippage.slip(fill) } }),
  };
}

/** The run on its prices as they were, beside which those with noise are put: without finer data, which does not move with the bars. */
export function rerunWithoutNoise(world: RerunWorld): RerunOutcome {
  return rerun({ ...world, data: world.data.map(({ bars, instrument }) => ({ bars, instrument })) });
}

/**
 * The run on bars with noise, rounded to the tick of each instrument: each moves on its own, longer timeframes of it with the shortest. A number of its own draws
 * its own noise, whichever shard runs it.
 */
export function rerunWithNoise(world: RerunWorld, { noise, seed, number }: { noise: number; seed: number; number: number }): RerunOutcome {
  const traded = tradedSources(world.data);
  const data = world.data.map((one) => {
    const { bars, instrument } = one;
    const shortest = traded.includes(one) ? one : (traded.find((other) => other.instrument.id === instrument.id) ?? one);
    const moved = noisyBars(shortest.bars, { noise, seed: mix(seed, hashText(instrument.symbol), number) });
    return { bars: roundedBars(shortest === one ? moved : followingBars(bars, shortest.bars, moved), instrument.tick), instrument };
  });
  return rerun({ ...world, data });
}

/** The run with its market changed. */
export function rerun(world: RerunWorld, change?: (options: EngineOptions) => EngineOptions): RerunOutcome {
  const { plan, strategy, data } = world;
  const { equity, trades } = runnerOf(world, change && { change })(strategy.parse(paramsOf(plan, strategy)));
  const { timeframeUs, daysPerYear } = annualBasis(data);
  const returns = periodReturns(equity, timeframeUs);
  const [start, end] = [equity.value[0] as number, equity.value.at(-1) as number];
  return {
    totalReturn: end / start - 1,
    sharpe: (returns && sharpe(returns, periodsPerYear(timeframeUs, daysPerYear))) ?? 0,
    maxDrawdown: drawdownCurve(equity).reduce((deepest, drawdown) => Math.max(deepest, drawdown), 0),
    trades: trades.filter(({ exitTimeUs }) => exitTimeUs !== null).length,
  };
}

/** Prices to whole ticks, one at least: rounding keeps their order, so a high still holds open and close. */
export function roundedBars(bars: Bars, tick: number): Bars {
  const perUnit = 1 / tick;
  const round = (price: number) => {
    const ticks = Math.max(1, Math.round(price / tick));
    // A tick of 0.01 is no exact double; 100 to the unit is.
    return Number.isInteger(perUnit) ? ticks / perUnit : ticks * tick;
  };
  const { open, high, low, close } = bars;
  return { ...bars, open: open.map(round), high: high.map(round), low: low.map(round), close: close.map(round) };
}
