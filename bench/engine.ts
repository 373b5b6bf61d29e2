import type { Bars } from '../shared/domain/bars.ts';
import { Arena } from '../shared/engine/arena.ts';
import { runBacktest } from '../shared/engine/backtest.ts';
import smaCross from '../strategies/sma-cross.ts';
import { walkBars } from './columns.ts';
import { instrument } from './instrument.ts';
import { inTurns, measure, rate } from './measure.ts';

const BARS = 1_000_000;
const COMMISSION = 0.0001;
const CASH = 1_000_000;

/** The yardstick: the same rules written by hand in one loop over the same columns, with nothing that a user could change. */
function handLoop(bars: Bars, fast: number, slow: number): number {
  const { open, close, length } = bars;
  const equity = new Float64Array(length + 1);
  let cash = CASH;
  let held = 0;
  let sumFast = 0;
  let sumSlow = 0;
  let sign = 0;
  let want = -1;
  equity[0] = cash;
  for (let i = 0; i < length; i++) {
    if (want >= 0) {
      const price = open[i] as number;
      if (want === 1 && held === 0) {
        held = Math.floor(cash / (price * (1 + COMMISSION)) / 1e-8 + 1e-9) / 1e8;
        cash -= held * price * (1 + COMMISSION);
      } else if (want === 0 && held > 0) {
        cash += held * price * (1 - COMMISSION);
        held = 0;
      }
      want = -1;
    }
    const x = close[i] as number;
    equity[i + 1] = cash + held * x;
    sumFast += x - (i >= fast ? (close[i - fast] as number) : 0);
    sumSlow += x - (i >= slow ? (close[i - slow] as number) : 0);
    if (i < slow - 1) continue;
    const difference = sumFast / fast - sumSlow / slow;
    if (difference > 1e-9 * x) {
      if (sign < 0) want = 1;
      sign = 1;
    } else if (difference < -1e-9 * x) {
      if (sign > 0) want = 0;
      sign = -1;
    }
  }
  return equity[length] as number;
}

const bars = walkBars(BARS);
const values = smaCross.parse({ fast: 10, slow: 30 });
const options = { cash: CASH, sizing: { kind: 'all' }, commissionBps: COMMISSION * 10_000, slippageBps: 0 } as const;
const engine = runBacktest({ strategy: smaCross, values, bars, instrument, options });
const byHand = handLoop(bars, 10, 30);
const drift = Math.abs(engine.endEquity / byHand - 1);
if (drift > 1e-6) throw new Error(`engine ends at ${engine.endEquity}, the hand loop at ${byHand}: not the same work`);

/** Memory that one run takes above the columns, in bytes, when nothing is used again. */
function memoryOfRun(): number {
  const before = process.memoryUsage();
  const run = runBacktest({ strategy: smaCross, values, bars, instrument, options });
  const after = process.memoryUsage();
  if (run.endEquity !== engine.endEquity) throw new Error('the same run ends differently');
  return after.heapUsed + after.external - before.heapUsed - before.external;
}

/** What a run may be given and does not use: rules that never bite, other instruments and numbers that no indicator reads. It must cost nothing. */
const unused = {
  options: { ...options, execution: { longOnly: true } },
  beside: {
    others: new Map([['OTHER', walkBars(BARS, 7)]]),
    features: new Map([['mood', { knownAtUs: bars.time, value: bars.close, length: BARS }]]),
  },
} as const;
const MOST_UNUSED = 1.15;

const arena = new Arena();
const ours = measure(() => {
  arena.reset();
  runBacktest({ strategy: smaCross, values, bars, instrument, options, arena });
});
const fresh = measure(() => runBacktest({ strategy: smaCross, values, bars, instrument, options }));
const [plain, given] = inTurns(
  () => {
    arena.reset();
    runBacktest({ strategy: smaCross, values, bars, instrument, options, arena });
  },
  () => {
    arena.reset();
    runBacktest({ strategy: smaCross, values, bars, instrument, ...unused, arena });
  },
);
const theirs = measure(() => handLoop(bars, 10, 30));
console.log(`A: SMA 10/30 cross, ${BARS.toLocaleString('en')} one-minute bars, ${engine.trades.length} trades, one core`);
console.log(`   engine     ${rate(BARS, ours.median)} (best ${rate(BARS, ours.min)})`);
console.log(`   with fresh memory each run ${rate(BARS, fresh.median)}`);
console.log(`   hand loop  ${rate(BARS, theirs.median)} (best ${rate(BARS, theirs.min)})`);
console.log(`   ratio      ${(ours.median / theirs.median).toFixed(2)} x the hand loop's time`);
console.log(`   memory     ${(memoryOfRun() / 2 ** 20).toFixed(0)} MB above the columns, nothing used again`);
console.log(`   given what it does not use: ${(given / plain).toFixed(2)} x the time of the plain run`);
if (given > MOST_UNUSED * plain) throw new Error('what a run does not use costs it time');
