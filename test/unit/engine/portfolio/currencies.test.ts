import { expect, test } from 'vitest';
import { scripted } from '../world.ts';
import { hourly, instrumentOf, play, scriptedPortfolio } from './world.ts';

const DAX = instrumentOf('DAX', 'EUR');
const FTSE = instrumentOf('FTSE', 'GBP');
const EURUSD = instrumentOf('EUR/USD', 'USD');
const buyTwo = scripted({
  0: (c) => c.order({ type: 'market', side: 'buy', quantity: 2 }),
  2: (c) => c.order({ type: 'market', side: 'sell', quantity: 2 }),
});
const prices = hourly([100, 100, 110, 120, 120]);

test('[SR-11] a position in euros in an account of dollars: every flow and every mark at the rate that is known at its time, commission too', () => {
  // A rate is known at its close: 1.10 from 01:00 on, 1.20 from 02:00, 1.25 from 03:00, 1.30 from 04:00.
  const rates = [{ instrument: EURUSD, bars: hourly([1.1, 1.2, 1.25, 1.3, 1.3]) }];
  const result = play(
    { feeds: [{ instrument: DAX, bars: prices }], rates, sleeves: [{ strategy: buyTwo, values: {} }], currency: 'USD' },
    { commissionBps: 100 },
  );
  const [leg] = result.sleeves[0]?.legs ?? [];
  // 01:00 buys 2 at 100 EUR: 200 x 1.10 = 220, commission 2 x 1.10 = 2.20. 03:00 sells 2 at 120 EUR: 240 x 1.25 = 300, commission 2.4 x 1.25 = 3.
  const cash = 1000 - 222.2;
  // 02:00 marks 200 EUR at 1.20, 03:00 220 EUR at 1.25.
  const expected = [1000, 1000, cash + 240, cash + 275, cash + 297, cash + 297];
  result.equity.value.forEach((value, i) => expect(value).toBeCloseTo(expected[i] as number, 9));
  expect(leg?.trades).toMatchObject([{ entryPrice: 100, exitPrice: 120, quantity: 2 }]);
  expect(leg?.trades[0]?.pnl).toBeCloseTo(300 - 220 - 5.2, 9);
  expect(leg?.trades[0]?.returnRatio).toBeCloseTo(74.8 / 220, 9);
  expect([result.commission, result.tradedNotional]).toEqual([expect.closeTo(5.2, 9), expect.closeTo(520, 9)]);
  // Fills stay in the instrument's currency, as a venue reports them.
  expect(leg?.fills.map(({ commission }) => commission)).toEqual([2, 2.4]);
});

test('[SR-11] the inverse pair and one cross step convert as well', () => {
  const endOf = (rates: Parameters<typeof play>[0]['rates'] & object, currency: string, instrument = DAX) =>
    play({ feeds: [{ instrument, bars: prices }], rates, sleeves: [{ strategy: buyTwo, values: {} }], currency }).endEquity;
  const flat = (id: string, currency: string, rate: number) => ({
    instrument: instrumentOf(id, currency),
    bars: hourly([rate, rate, rate, rate, rate]),
  });
  // 2 x (120 - 100) = 40 of its own currency.
  expect(endOf([flat('USD/EUR', 'EUR', 0.8)], 'USD')).toBeCloseTo(1000 + 40 / 0.8, 9);
  expect(endOf([flat('GBP/EUR', 'EUR', 1.2), flat('EUR/USD', 'USD', 1.1)], 'USD', FTSE)).toBeCloseTo(1000 + 40 * 1.2 * 1.1, 9);
  expect(endOf([flat('EUR/GBP', 'GBP', 0.8), flat('EUR/USD', 'USD', 1.1)], 'USD', FTSE)).toBeCloseTo(1000 + (40 / 0.8) * 1.1, 9);
});

test('[SR-11] a pair that is traded converts too', () => {
  const strategy = scriptedPortfolio({ 1: ({ leg }) => leg('DAX').order({ type: 'market', side: 'buy', quantity: 1 }) });
  const feeds = [
    { instrument: DAX, bars: hourly([100, 100, 100]) },
    { instrument: EURUSD, bars: hourly([1.1, 1.2, 1.4]) },
  ];
  // Bought at 1.1 x 100, marked at 1.4 x 100.
  expect(play({ feeds, sleeves: [{ strategy, values: {} }], currency: 'USD' }).endEquity).toBeCloseTo(1030, 9);
});

test('[SR-11] while no rate is known an instrument is not, and its orders wait', () => {
  const late = [{ instrument: EURUSD, bars: hourly([1.1, 1.1, 1.1], 2) }];
  const known: boolean[] = [];
  const strategy = scriptedPortfolio(
    Object.fromEntries(
      [1, 2, 3, 4].map((hour) => [
        hour,
        ({ legs, leg }) => {
          known.push(...legs.map((one) => one.known));
          if (hour === 3) leg('DAX').order({ type: 'market', side: 'buy', quantity: 1 });
        },
      ]),
    ),
  );
  const eager = scripted({ 0: (c) => c.order({ type: 'market', side: 'buy', quantity: 1 }) });
  const { sleeves } = play({
    feeds: [{ instrument: DAX, bars: prices }],
    rates: late,
    sleeves: [
      { strategy, values: {} },
      { strategy: eager, values: {} },
    ],
    currency: 'USD',
  });
  expect(known).toEqual([true, true]);
  expect(sleeves.map(({ legs }) => legs[0]?.fills.map(({ timeUs, price }) => [timeUs / 3_600e6, price]))).toEqual([[[3, 120]], [[3, 120]]]);
});

test('[SR-11] a pair that is missing is named, and so is the choice where instruments differ', () => {
  const feeds = [
    { instrument: DAX, bars: prices },
    { instrument: FTSE, bars: prices },
  ];
  const sleeves = [{ strategy: buyTwo, values: {} }];
  expect(() => play({ feeds, sleeves })).toThrow('the instruments count in EUR and GBP; name the one that the account counts in');
  expect(() => play({ feeds, sleeves, currency: 'USD' })).toThrow(
    'an instrument counts in EUR, the account in USD: give the bars of EUR/USD or USD/EUR',
  );
});
