import type { Bars } from '../shared/domain/bars.ts';
import { civilFromDays } from '../shared/domain/time.ts';
import { Arena } from '../shared/engine/arena.ts';
import { runPortfolio } from '../shared/engine/portfolio/run.ts';
import type { PortfolioStrategy } from '../shared/strategies/portfolio.ts';
import crossSectionalMomentum from '../strategies/cross-sectional-momentum.ts';
import equalWeight from '../strategies/equal-weight.ts';
import { dailyBars } from './columns.ts';
import { stock } from './instrument.ts';
import { measure, rate } from './measure.ts';

/** 500 instruments with 5,000 daily bars each, brought back to equal parts once a month: the portfolio engine beside a loop by hand. */
const SYMBOLS = Number(process.argv[2] ?? 500);
const DAYS = Number(process.argv[3] ?? 5000);
const CASH = 100_000_000;
const COMMISSION = 0.0001;

/** The yardstick: one loop over the same columns with nothing that a user could change. Holds all in equal parts, moved at the first open of each month. */
function handLoop(all: readonly Bars[]): number {
  const count = all.length;
  const held = new Float64Array(count);
  const equity = new Float64Array(DAYS + 1);
  let cash = CASH;
  let rebalance = false;
  let month = -1;
  for (let day = 0; day < DAYS; day++) {
    if (rebalance) cash = moveToEqual(all, held, { cash, day });
    let value = cash;
    for (let i = 0; i < count; i++) value += (held[i] as number) * (all[i]?.close[day] as number);
    equity[day + 1] = value;
    const now = civilFromDays(day + 1).month;
    rebalance = now !== month;
    month = now;
  }
  return equity[DAYS] as number;
}

function moveToEqual(all: readonly Bars[], held: Float64Array, { cash: before, day }: { cash: number; day: number }): number {
  const count = all.length;
  let cash = before;
  for (const shrinks of [true, false]) {
    let equity = cash;
    for (let i = 0; i < count; i++) equity += (held[i] as number) * (all[i]?.open[day] as number);
    for (let i = 0; i < count; i++) {
      const price = all[i]?.open[day] as number;
      const wanted = Math.floor(equity / count / (price * (1 + COMMISSION)) / 1e-8 + 1e-9) / 1e8;
      const change = wanted - (held[i] as number);
      if (change < 0 !== shrinks || change === 0) continue;
      cash -= change * price + Math.abs(change) * price * COMMISSION;
      held[i] = wanted;
    }
  }
  return cash;
}

const feeds = Array.from({ length: SYMBOLS }, (_, i) => ({ instrument: stock(i), bars: dailyBars(DAYS, i + 1) }));
const options = { cash: CASH, sizing: { kind: 'all' }, commissionBps: COMMISSION * 10_000, slippageBps: 0 } as const;
const arena = new Arena();
function run(strategy: PortfolioStrategy) {
  arena.reset();
  return runPortfolio({ feeds, sleeves: [{ strategy, values: strategy.parse({}) }], options, arena });
}

const engine = run(equalWeight);
const byHand = handLoop(feeds.map(({ bars }) => bars));
if (Math.abs(engine.endEquity / byHand - 1) > 1e-6)
  throw new Error(`engine ends at ${engine.endEquity}, the hand loop at ${byHand}: not the same work`);
const bars = SYMBOLS * DAYS;
const fills = engine.sleeves.flatMap(({ legs }) => legs).reduce((sum, leg) => sum + leg.fills.length, 0);
const ours = measure(() => run(equalWeight));
const theirs = measure(() => handLoop(feeds.map((feed) => feed.bars)));
const momentum = measure(() => run(crossSectionalMomentum), 3);
console.log(
  `${SYMBOLS} symbols x ${DAYS.toLocaleString('en')} daily bars, rebalanced monthly, ${fills.toLocaleString('en')} fills, one core`,
);
console.log(`   engine     ${rate(bars, ours.median)} (best ${rate(bars, ours.min)}), target 10.0 M/s`);
console.log(`   hand loop  ${rate(bars, theirs.median)} (best ${rate(bars, theirs.min)})`);
console.log(`   ratio      ${(ours.median / theirs.median).toFixed(2)} x the hand loop's time`);
console.log(`   cross-sectional-momentum, an indicator of each  ${rate(bars, momentum.median)}`);
