import { expect, test } from 'vitest';
import type { PortfolioInput } from '../../../../shared/engine/portfolio/input.ts';
import { scripted } from '../world.ts';
import { hourly, instrumentOf, play, scriptedPortfolio } from './world.ts';

const DAX = instrumentOf('DAX', 'EUR');
const SPX = instrumentOf('SPX', 'USD');
const flat = (id: string, currency: string, rate: number) => ({
  instrument: instrumentOf(id, currency),
  bars: hourly([rate, rate, rate, rate, rate]),
});
const buyTwo = scripted({
  0: (c) => c.order({ type: 'market', side: 'buy', quantity: 2 }),
  2: (c) => c.order({ type: 'market', side: 'sell', quantity: 2 }),
});
const prices = hourly([100, 100, 110, 120, 120]);

/** One strategy on the DAX, in an account of dollars. */
const onDax = (strategy: ReturnType<typeof scripted>, rest: Partial<PortfolioInput>) => ({
  feeds: [{ instrument: DAX, bars: prices }],
  rates: [flat('EUR/USD', 'USD', 1.1)],
  sleeves: [{ strategy, values: {} }],
  currency: 'USD',
  ...rest,
});

test('[SR-11] an account of dollars and euros: a purchase in euros takes those first and buys the rest at the rate known then, with its cost', () => {
  // A rate is known at its close: 1.10 from 01:00 on, 1.20 from 02:00, 1.25 from 03:00, 1.30 from 04:00; at the start its first open, 1.10.
  const rates = [{ instrument: instrumentOf('EUR/USD', 'USD'), bars: hourly([1.1, 1.2, 1.25, 1.3, 1.3]) }];
  const result = play(onDax(buyTwo, { rates, balances: { USD: 500, EUR: 100 }, conversionBps: 100 }));
  // 01:00 buys 2 at 100 EUR: 100 are there, 100 more cost 110 USD and 1 % of it, which leaves 388.90. 03:00 sells 2 at 120: 240 EUR, which stay.
  const expected = [610, 610, 388.9 + 200 * 1.2, 388.9 + 220 * 1.25, 388.9 + 240 * 1.3, 388.9 + 240 * 1.3];
  result.equity.value.forEach((value, i) => expect(value).toBeCloseTo(expected[i] as number, 9));
  expect(result.startEquity).toBeCloseTo(610, 9);
  const [trade] = result.sleeves[0]?.legs[0]?.trades ?? [];
  expect(trade?.pnl).toBeCloseTo(240 * 1.25 - 200 * 1.1, 9);
  expect(result.wallets).toEqual([
    {
      currency: 'USD',
      start: 500,
      end: expect.closeTo(388.9, 9),
      startRate: 1,
      endRate: 1,
      bought: 0,
      sold: expect.closeTo(111.1, 9),
      conversionCost: 0,
      currencyGain: 0,
    },
    // 240 EUR from 1.25 to 1.30.
    {
      currency: 'EUR',
      start: 100,
      end: 240,
      startRate: 1.1,
      endRate: 1.3,
      bought: 100,
      sold: 0,
      conversionCost: expect.closeTo(1.1, 9),
      currencyGain: expect.closeTo(12, 9),
    },
  ]);
  // Nothing is lost: the gain is that of the trade and of the cash, less the cost of changing it.
  expect(result.endEquity - result.startEquity).toBeCloseTo(80 + 12 - 1.1, 9);
});

test('[SR-11] commission is paid in the currency of the instrument; a purchase of all the equity pays for the conversion too, and a hair more is refused', () => {
  const all = scripted({ 0: (c) => c.target(1) });
  const full = play(onDax(all, { balances: { USD: 990, EUR: 100 }, conversionBps: 100 }), { commissionBps: 100 });
  // 1100 USD are 1000 EUR. q x 101 EUR come out of 100 EUR and, of the rest, 1.01 times as much: q x 101 x 1.01 = 1000 + 0.01 x 100, q = 9.8127.
  expect(full.positions[0]?.quantity).toBe(9.81);
  expect(full.sleeves[0]?.legs[0]?.unfilled).toEqual([]);
  expect(full.wallets?.map(({ currency, end }) => [currency, Math.round(end * 1e4) / 1e4])).toEqual([
    ['USD', Math.round((990 - (9.81 * 101 - 100) * 1.1 * 1.01) * 1e4) / 1e4],
    ['EUR', 0],
  ]);
  const order = (quantity: number) => scripted({ 0: (c) => c.order({ type: 'market', side: 'buy', quantity }) });
  const costs = { balances: { USD: 990, EUR: 100 }, conversionBps: 100 };
  expect(play(onDax(order(9.81), costs), { commissionBps: 100 }).positions[0]?.quantity).toBe(9.81);
  const refused = play(onDax(order(9.82), costs), { commissionBps: 100 }).sleeves[0]?.legs[0];
  expect([refused?.quantity, refused?.unfilled[0]?.reason]).toEqual([0, 'INSUFFICIENT_FUNDS']);
});

test("[SR-11] the account's currency pays before the others, which pay by name", () => {
  const rates = [flat('EUR/USD', 'USD', 1.1), flat('GBP/USD', 'USD', 1.25), flat('CHF/USD', 'USD', 1)];
  const result = play(onDax(buyTwo, { rates, balances: { GBP: 1000, USD: 55, CHF: 110 } }));
  // 200 EUR: 55 USD buy 50, 110 CHF buy 100, the last 50 cost 55 USD, which are 44 GBP.
  const conversions = result.sleeves[0]?.conversions ?? [];
  expect(
    conversions.map(({ from, sold, bought, timeUs }) => [
      from,
      Math.round(sold * 1e9) / 1e9,
      Math.round(bought * 1e9) / 1e9,
      timeUs / 3_600e6,
    ]),
  ).toEqual([
    ['USD', 55, 50, 1],
    ['CHF', 110, 100, 1],
    ['GBP', 44, 50, 1],
  ]);
  expect(result.endEquity).toBeCloseTo(55 + 110 + 1250 + 40 * 1.1, 9);
});

test('[SR-11] dollars are bought with euros alike, a short sale brings its own currency, and each strategy has its share of every currency', () => {
  const strategy = scriptedPortfolio({
    1: ({ leg }) => {
      leg('SPX').order({ type: 'market', side: 'buy', quantity: 1 });
      leg('DAX').order({ type: 'market', side: 'sell', quantity: 1 });
    },
  });
  const feeds = [
    { instrument: SPX, bars: prices },
    { instrument: DAX, bars: prices },
  ];
  const rates = [flat('USD/EUR', 'EUR', 0.8)];
  const idle = scripted({});
  const sleeves = [
    { strategy, values: {}, share: 0.75 },
    { strategy: idle, values: {} },
  ];
  const result = play({ feeds, rates, sleeves, currency: 'USD', balances: { EUR: 800 } }, {});
  // The DAX comes first by id: 600 EUR and 100 for the short. The SPX costs 100 USD, which are 80 EUR.
  expect(result.sleeves.map(({ wallets }) => wallets?.map(({ currency, end }) => [currency, end]))).toEqual([
    [
      ['USD', 0],
      ['EUR', 620],
    ],
    [
      ['USD', 0],
      ['EUR', 200],
    ],
  ]);
  // A long and a short of the same price move apart by their rates only: +20 USD, -20 EUR.
  expect(result.endEquity).toBeCloseTo(1000 + 20 - 20 / 0.8, 9);
  expect(result.wallets?.map(({ start, end }) => [start, end])).toEqual([
    [0, 0],
    [800, 820],
  ]);
});

test('[SR-11] what holding costs is paid in the currency of the instrument', () => {
  const funding = [{ timeUs: 2 * 3_600e6, rate: 0.01 }];
  const result = play(onDax(buyTwo, { balances: { USD: 500, EUR: 500 } }), { execution: { funding } });
  // 1 % of 2 x 100 EUR.
  expect(result.wallets?.[1]).toMatchObject({ currency: 'EUR', end: 500 + 40 - 2 });
});

test('[SR-11] cash in a currency without a rate is refused by name, and so is a rate that begins later', () => {
  expect(() => play(onDax(buyTwo, { balances: { USD: 1, JPY: 5 } }))).toThrow(
    'cash is given in JPY, the account in USD: give the bars of JPY/USD or USD/JPY',
  );
  const late = [{ instrument: instrumentOf('EUR/USD', 'USD'), bars: hourly([1.1, 1.1, 1.1], 2) }];
  expect(() => play(onDax(buyTwo, { rates: late, balances: { EUR: 5 } }))).toThrow(
    'cash is given in EUR, but at the start, 1970-01-01T00:00:00Z, no bar says what it is worth in USD',
  );
  expect(() => play(onDax(buyTwo, { balances: { USD: -1 } }))).toThrow('cash of USD is -1, but must be above 0');
  expect(() => play(onDax(buyTwo, { balances: {} }))).toThrow('cash names no currency');
  expect(() => play(onDax(buyTwo, { balances: { USD: 1 }, conversionBps: -1 }))).toThrow(
    'conversionBps is -1, but must be from 0 to 10000',
  );
});
