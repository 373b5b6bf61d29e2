import { expect, test } from 'vitest';
import { Ledger, postDeposit, postFill } from '../../../shared/domain/ledger.ts';
import { CASH_STEP, numberFromUnits, stepOf, unitsFromNumber } from '../../../shared/domain/money.ts';
import { averageEntry, positionOf } from '../../../shared/domain/position.ts';
import { runBacktest } from '../../../shared/engine/backtest.ts';
import type { Strategy } from '../../../shared/strategies/define.ts';
import bollingerReversion from '../../../strategies/bollinger-reversion.ts';
import buyAndHold from '../../../strategies/buy-and-hold.ts';
import donchianBreakout from '../../../strategies/donchian-breakout.ts';
import momentum from '../../../strategies/momentum.ts';
import smaCross from '../../../strategies/sma-cross.ts';
import { randomBars } from '../../support/random-bars.ts';
import { BTC } from '../../unit/engine/world.ts';

const CASH = 10_000;
const options = { cash: CASH, sizing: { kind: 'all' }, commissionBps: 10, slippageBps: 5 } as const;

const RUNS: readonly [id: string, strategy: Strategy, given: Record<string, number>][] = [
  ['buy-and-hold', buyAndHold, {}],
  ['sma-cross', smaCross, {}],
  ['bollinger-reversion', bollingerReversion, {}],
  ['momentum, both ways', momentum, { shorts: 1 }],
  ['donchian-breakout, both ways', donchianBreakout, { shorts: 1 }],
];

test.each(RUNS)(
  '[SG-03] the fills of a run of %s, posted to the ledger, give the equity, the trades and the commission of the run',
  (_, strategy, given) => {
    const bars = randomBars(3000, 11);
    const result = runBacktest({ strategy, values: strategy.parse(given), bars, instrument: BTC, options });
    expect(result.fills.length).toBeGreaterThan(0);
    const ledger = new Ledger();
    const deposit = unitsFromNumber(CASH, CASH_STEP, { rounding: 'nearest', what: 'cash' });
    postDeposit(ledger, { asset: { id: BTC.currency, decimals: 8 }, units: deposit }, 0);
    for (const fill of result.fills) postFill(ledger, fill, BTC);
    for (const sum of ledger.trialBalance().values()) expect(sum).toBe(0n);

    const lastClose = bars.close[bars.length - 1] as number;
    const base = numberFromUnits(ledger.balance('portfolio', BTC.base), stepOf(BTC.lot).decimals);
    const cash = numberFromUnits(ledger.balance('portfolio', BTC.currency), 8);
    expect(cash + base * lastClose).toBeCloseTo(result.endEquity, 4);
    expect(numberFromUnits(ledger.balance('commission', BTC.currency), 8)).toBeCloseTo(result.commission, 5);

    const pnl = result.trades.reduce((sum, trade) => sum + trade.pnl, 0);
    expect(pnl).toBeCloseTo(result.endEquity - CASH, 4);
    const position = positionOf(result.fills, BTC);
    const open = base * lastClose - Math.sign(base) * numberFromUnits(position.cost, 8);
    expect(numberFromUnits(position.realised - position.commission, 8) + open).toBeCloseTo(pnl, 4);
    const last = result.trades.at(-1);
    if (last?.exitTimeUs === null) expect(averageEntry(position, BTC)).toBeCloseTo(last.entryPrice, 6);
  },
);
