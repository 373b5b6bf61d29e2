import type { Bars } from '../shared/domain/bars.ts';
import { Arena } from '../shared/engine/arena.ts';
import { runBacktest } from '../shared/engine/backtest.ts';
import { rsi } from '../shared/indicators/momentum/rsi.ts';
import { bollinger } from '../shared/indicators/volatility/bollinger.ts';
import { defineStrategy } from '../shared/strategies/define.ts';
import { isAbove, isBelow } from '../shared/strategies/signal.ts';
import { walkBars } from './columns.ts';
import { instrument } from './instrument.ts';
import { measure, rate } from './measure.ts';

const BARS = 1_000_000;
const COMMISSION = 0.0001;
const CASH = 1_000_000;
const OVERSOLD = 30;
const OVERBOUGHT = 70;
const STOP = 0.005;
const TARGET = 0.01;

const PROTECTION = { stopLoss: { ratio: STOP }, takeProfit: { ratio: TARGET } };

const reversion = defineStrategy({
  id: 'bench-reversion',
  about: 'Long from an oversold close below the lower band, guarded by a stop and a target, until overbought.',
  params: {},
  indicators: () => ({ strength: rsi(14), bands: bollinger({ period: 20, stdDev: 2 }) }),
  when: ({ strength }) => [isBelow(strength, OVERSOLD), isAbove(strength, OVERBOUGHT)],
  onBar({ bar, indicators: { strength, bands }, position, target }) {
    if (position === 0) {
      if (bar.close < bands.lower.value && strength.value < OVERSOLD) target(1, PROTECTION);
    } else if (strength.value > OVERBOUGHT) target(0);
  },
});

/** The yardstick: the same rules by hand in one loop over the same columns, indicators included, with nothing that a user could change. */
function handLoop({ open, high, low, close, length }: Bars): { equity: number; trades: number } {
  const equity = new Float64Array(length + 1);
  let cash = CASH;
  let held = 0;
  let stop = 0;
  let goal = 0;
  let want = 0;
  let trades = 0;
  let sum = 0;
  let squares = 0;
  let gain = 0;
  let loss = 0;
  equity[0] = cash;
  const sell = (price: number) => {
    cash += held * price * (1 - COMMISSION);
    held = 0;
    trades++;
  };
  for (let i = 0; i < length; i++) {
    const at = open[i] as number;
    if (held > 0 && (at <= stop || at >= goal || want === -1)) sell(at);
    else if (want === 1) {
      held = Math.floor(cash / (at * (1 + COMMISSION)) / 1e-8 + 1e-9) / 1e8;
      cash -= held * at * (1 + COMMISSION);
      stop = at - at * STOP;
      goal = at + at * TARGET;
    }
    want = 0;
    if (held > 0) {
      if ((low[i] as number) <= stop) sell(stop);
      else if ((high[i] as number) >= goal) sell(goal);
    }
    const x = close[i] as number;
    equity[i + 1] = cash + held * x;
    const before = i >= 20 ? (close[i - 20] as number) : 0;
    sum += x - before;
    squares += x * x - before * before;
    const change = i > 0 ? x - (close[i - 1] as number) : 0;
    const up = change > 0 ? change : 0;
    const down = change < 0 ? -change : 0;
    gain = i <= 14 ? gain + up / 14 : (gain * 13 + up) / 14;
    loss = i <= 14 ? loss + down / 14 : (loss * 13 + down) / 14;
    if (i < 19) continue;
    const strength = (100 * gain) / (gain + loss);
    const mean = sum / 20;
    if (held === 0) {
      if (strength < OVERSOLD && x < mean - 2 * Math.sqrt(Math.max(0, squares / 20 - mean * mean))) want = 1;
    } else if (strength > OVERBOUGHT) want = -1;
  }
  return { equity: equity[length] as number, trades };
}

const bars = walkBars(BARS);
const options = { cash: CASH, sizing: { kind: 'all' }, commissionBps: COMMISSION * 10_000, slippageBps: 0 } as const;
const run = (arena?: Arena) => runBacktest({ strategy: reversion, values: {}, bars, instrument, options, ...(arena && { arena }) });
const engine = run();
const byHand = handLoop(bars);
const closed = engine.trades.filter(({ exitTimeUs }) => exitTimeUs !== null).length;
if (closed !== byHand.trades || Math.abs(engine.endEquity / byHand.equity - 1) > 1e-6) {
  throw new Error(`engine: ${closed} trades to ${engine.endEquity}, hand loop: ${byHand.trades} to ${byHand.equity}: not the same work`);
}

const arena = new Arena();
const ours = measure(() => {
  arena.reset();
  run(arena);
});
const theirs = measure(() => handLoop(bars));
console.log(`C: RSI 14 and Bollinger 20/2 reversion with stop and target, ${BARS.toLocaleString('en')} bars, ${closed} trades, one core`);
console.log(`   engine     ${rate(BARS, ours.median)} (best ${rate(BARS, ours.min)})`);
console.log(`   hand loop  ${rate(BARS, theirs.median)} (best ${rate(BARS, theirs.min)})`);
console.log(`   ratio      ${(ours.median / theirs.median).toFixed(2)} x the hand loop's time`);
