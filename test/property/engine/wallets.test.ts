import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fill } from '../../../shared/domain/fill.ts';
import { Ledger, postConversion, postDeposit, postFill } from '../../../shared/domain/ledger.ts';
import { CASH_STEP, numberFromUnits, unitsFromNumber } from '../../../shared/domain/money.ts';
import type { CurrencyConversion } from '../../../shared/domain/wallet.ts';
import { runPortfolio } from '../../../shared/engine/portfolio/run.ts';
import { randomNumbers } from '../../../shared/indicators/sample-bars.ts';
import { definePortfolioStrategy } from '../../../shared/strategies/portfolio.ts';
import { randomBars } from '../../support/random-bars.ts';
import { instrumentOf } from '../../unit/engine/portfolio/world.ts';

const [SPX, DAX, FTSE] = [instrumentOf('SPX', 'USD'), instrumentOf('DAX', 'EUR'), instrumentOf('FTSE', 'GBP')];
const INSTRUMENTS = [SPX, DAX, FTSE];

/** Moves weights about, and places orders that may or may not be borne. */
const restless = (seed: number) =>
  definePortfolioStrategy({
    id: 'restless',
    about: 'Trades at random.',
    params: {},
    indicators: () => ({}),
    state: () => randomNumbers(seed),
    onBars({ legs, rebalance, state: random }) {
      const known = legs.filter((one) => one.known);
      const leg = known[Math.floor(random() * known.length)];
      if (leg === undefined) return;
      const act = random();
      if (act < 0.2) rebalance(Object.fromEntries(known.map(({ id }) => [id, (random() - 0.3) / 3])));
      else if (act < 0.5) leg.target(2 * random() - 1);
      else if (act < 0.7) leg.order({ type: 'market', side: random() < 0.6 ? 'buy' : 'sell', quantity: 40 * random() });
    },
  });

test('[SR-11] whatever is traded in whichever currency: the ledger sums to zero in each, and holds what the wallets hold', () => {
  let conversions = 0;
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const balances = { USD: 5000, EUR: 300, CHF: 1000 };
      const feeds = INSTRUMENTS.map((instrument, i) => ({ instrument, bars: randomBars(80, seed + i) }));
      const rates = ['EUR/USD', 'GBP/USD', 'CHF/USD'].map((id, i) => ({
        instrument: instrumentOf(id, 'USD'),
        bars: randomBars(80, seed + 10 + i),
      }));
      const result = runPortfolio({
        feeds,
        rates,
        sleeves: [{ strategy: restless(seed), values: {} }],
        options: { cash: 1, sizing: { kind: 'all' }, commissionBps: 10, slippageBps: 5 },
        currency: 'USD',
        balances,
        conversionBps: 25,
      });
      const [sleeve] = result.sleeves;
      const ledger = new Ledger();
      for (const [id, units] of Object.entries(balances)) {
        const asset = { id, decimals: 8 };
        postDeposit(ledger, { asset, units: unitsFromNumber(units, CASH_STEP, { rounding: 'nearest', what: 'cash' }) }, 0);
      }
      const events: (Fill | CurrencyConversion)[] = [...(sleeve?.legs ?? []).flatMap(({ fills }) => fills), ...(sleeve?.conversions ?? [])];
      for (const event of events.toSorted((a, b) => a.timeUs - b.timeUs)) {
        if ('sold' in event) postConversion(ledger, event);
        else postFill(ledger, event, INSTRUMENTS.find(({ id }) => id === event.instrumentId) as typeof SPX);
      }
      for (const sum of ledger.trialBalance().values()) expect(sum).toBe(0n);
      conversions += sleeve?.conversions?.length ?? 0;
      for (const { currency, end } of result.wallets ?? []) {
        // Each posting is snapped to 1e-8.
        expect(Math.abs(numberFromUnits(ledger.balance('portfolio', currency), 8) - end)).toBeLessThan(1e-5);
      }
      // Where the gain went: to the round trips, to cash that changed its worth, and to those who changed it.
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
      const trades = sum((sleeve?.legs ?? []).flatMap((leg) => leg.trades.map(({ pnl }) => pnl)));
      const cash = sum((result.wallets ?? []).map(({ currencyGain, conversionCost }) => currencyGain - conversionCost));
      expect(result.endEquity - result.startEquity).toBeCloseTo(trades + cash, 6);
      // Without leverage nothing is ever owed in all.
      expect(Math.min(...result.equity.value)).toBeGreaterThan(0);
    }),
    { numRuns: 60, seed: 21 },
  );
  expect(conversions).toBeGreaterThan(300);
});
