import { Arena } from '../shared/engine/arena.ts';
import { runBacktest } from '../shared/engine/backtest.ts';
import type { Strategy } from '../shared/strategies/define.ts';
import { parseRules } from '../shared/strategies/rules/parse.ts';
import bollingerReversion from '../strategies/bollinger-reversion.ts';
import donchianBreakout from '../strategies/donchian-breakout.ts';
import rsiReversion from '../strategies/rsi-reversion.ts';
import smaCross from '../strategies/sma-cross.ts';
import { walkBars } from './columns.ts';
import { instrument } from './instrument.ts';
import { measure, rate } from './measure.ts';

/** Rules beside the same strategy in code, over 1,000,000 one-minute bars in the same process. */
const BARS = Number(process.argv[2] ?? 1_000_000);
const bars = walkBars(BARS);
const options = { cash: 1_000_000, sizing: { kind: 'all' }, commissionBps: 1, slippageBps: 0 } as const;

const CASES: readonly [Strategy, unknown][] = [
  [smaCross, { entry: { long: { crossesAbove: ['sma(10)', 'sma(30)'] } }, exit: { long: { crossesBelow: ['sma(10)', 'sma(30)'] } } }],
  [rsiReversion, { entry: { long: { below: ['rsi(14)', 30] } }, exit: { long: { above: ['rsi(14)', 70] } } }],
  [
    bollingerReversion,
    {
      entry: { long: { below: ['close', 'bollinger(20, 2).lower'] } },
      exit: { long: { not: { below: ['close', 'bollinger(20, 2).middle'] } } },
    },
  ],
  [
    donchianBreakout,
    {
      entry: { long: { above: ['close', 'donchian(20).upper[1]'] } },
      exit: { long: { below: ['close', 'donchian(10).lower[1]'] } },
    },
  ],
];

const arena = new Arena();
function run(strategy: Strategy) {
  arena.reset();
  return runBacktest({ strategy, values: strategy.parse({}), bars, instrument, options, arena });
}

console.log(`rules beside code, ${BARS.toLocaleString('en')} one-minute bars, one core`);
for (const [code, json] of CASES) {
  const rules = parseRules(json);
  const [expected, actual] = [run(code).endEquity, run(rules).endEquity];
  if (expected !== actual) throw new Error(`${code.id}: the code ends at ${expected}, the rules at ${actual}: not the same work`);
  const [ours, theirs] = [measure(() => run(rules)), measure(() => run(code))];
  const ratio = (ours.min / theirs.min).toFixed(2);
  console.log(`  ${code.id.padEnd(20)} rules ${rate(BARS, ours.min)}   code ${rate(BARS, theirs.min)}   ${ratio} x the code's time`);
}
