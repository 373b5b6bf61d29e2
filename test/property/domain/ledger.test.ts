import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fill } from '../../../shared/domain/fill.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import { Ledger, type LedgerEntry, postDeposit, postFill } from '../../../shared/domain/ledger.ts';
import { type Asset, numberFromUnits } from '../../../shared/domain/money.ts';
import { averageEntry, FLAT, positionOf } from '../../../shared/domain/position.ts';

const btc: Instrument = {
  id: 'BTC/USDT',
  symbol: 'BTC/USDT',
  assetClass: 'crypto',
  base: 'BTC',
  currency: 'USDT',
  tick: 0.01,
  lot: 0.001,
  multiplier: 1,
  calendar: '24/7',
};
const future: Instrument = {
  ...btc,
  id: 'ES',
  symbol: 'ES',
  assetClass: 'future',
  base: 'ES',
  currency: 'USD',
  tick: 0.25,
  lot: 1,
  multiplier: 50,
};
const USDT: Asset = { id: 'USDT', decimals: 8 };

function fill(side: 'buy' | 'sell', quantity: number, price: number, rest: Partial<Fill> = {}): Fill {
  return { orderId: 1, instrumentId: 'BTC/USDT', timeUs: 0, side, quantity, price, commission: 0, slippage: 0, ...rest };
}

const fills = (instrument: Instrument) =>
  fc.array(
    fc.record({
      orderId: fc.nat(),
      instrumentId: fc.constant(instrument.id),
      timeUs: fc.constant(0),
      side: fc.constantFrom('buy' as const, 'sell' as const),
      quantity: fc.integer({ min: 1, max: 5000 }).map((lots) => lots * instrument.lot),
      price: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      commission: fc.double({ min: 0, max: 1e4, noNaN: true }),
      slippage: fc.constant(0),
    }),
    { maxLength: 60 },
  );

describe.each([btc, future])('of $id', (instrument) => {
  test('[SG-03] every asset sums to zero after any sequence of fills, and the portfolio is what the fills say', () => {
    fc.assert(
      fc.property(fills(instrument), (sequence) => {
        const ledger = new Ledger();
        postDeposit(ledger, { asset: { id: instrument.currency, decimals: 8 }, units: 10_000_00000000n }, 0);
        for (const one of sequence) {
          postFill(ledger, one, instrument);
          for (const sum of ledger.trialBalance().values()) expect(sum).toBe(0n);
        }
        expect(ledger.entries).toHaveLength(sequence.length + 1);
        const lots = sequence.reduce((sum, one) => sum + (one.side === 'buy' ? 1 : -1) * Math.round(one.quantity / instrument.lot), 0);
        expect(ledger.balance('portfolio', instrument.base)).toBe(BigInt(lots));
      }),
    );
  });

  test('[SG-03] the cash of the ledger is the deposit, and what the position realised, less its cost and commission, to the last unit', () => {
    fc.assert(
      fc.property(fills(instrument), (sequence) => {
        const ledger = new Ledger();
        for (const one of sequence) postFill(ledger, one, instrument);
        const position = positionOf(sequence, instrument);
        const signedCost = position.quantity < 0n ? -position.cost : position.cost;
        expect(position.quantity).toBe(ledger.balance('portfolio', instrument.base));
        expect(position.commission).toBe(ledger.balance('commission', instrument.currency));
        expect(ledger.balance('portfolio', instrument.currency)).toBe(position.realised - signedCost - position.commission);
        if (position.quantity === 0n) expect(position.cost).toBe(0n);
      }),
    );
  });
});

test('[SG-03] a buy and a sale post base, cash and commission (worked by hand)', () => {
  const ledger = new Ledger();
  postDeposit(ledger, { asset: USDT, units: 1_000_00000000n }, 1);
  const entry = postFill(ledger, fill('buy', 0.02, 30_000.5, { timeUs: 2, commission: 0.60001 }), btc);
  // 0.02 x 30,000.5 = 600.01
  expect(entry.postings).toEqual([
    { account: 'market', asset: { id: 'BTC', decimals: 3 }, side: 'credit', units: 20n },
    { account: 'portfolio', asset: { id: 'BTC', decimals: 3 }, side: 'debit', units: 20n },
    { account: 'portfolio', asset: USDT, side: 'credit', units: 600_01000000n },
    { account: 'market', asset: USDT, side: 'debit', units: 600_01000000n },
    { account: 'portfolio', asset: USDT, side: 'credit', units: 60001000n },
    { account: 'commission', asset: USDT, side: 'debit', units: 60001000n },
  ]);
  postFill(ledger, fill('sell', 0.02, 31_000, { timeUs: 3 }), btc);
  // 1000 - 600.01 - 0.60001 + 620
  expect(ledger.holdings()).toEqual([{ asset: USDT, units: 1_019_38999000n }]);
  expect(ledger.balance('capital', 'USDT')).toBe(-1_000_00000000n);
});

test('[SG-03] a negative price moves the cash the other way, as oil did in April 2020', () => {
  const ledger = new Ledger();
  postFill(ledger, fill('buy', 1, -37.63), btc);
  expect(ledger.holdings()).toEqual([
    { asset: { id: 'BTC', decimals: 3 }, units: 1000n },
    { asset: USDT, units: 37_63000000n },
  ]);
});

test.each([
  ['price', fill('buy', 1, NaN), 'price is NaN, but must be a finite number'],
  ['price', fill('buy', 1, Infinity), 'price is Infinity'],
  ['quantity', fill('buy', NaN, 1), 'quantity is NaN'],
  ['quantity', fill('buy', 0, 1), 'quantity is 0, but must be a positive whole number of lots of 0.001'],
  ['quantity', fill('sell', -1, 1), 'quantity is -1'],
  ['quantity', fill('sell', 0.0015, 1), 'quantity is 0.0015, but must be a positive whole number of lots of 0.001'],
  ['commission', fill('buy', 1, 1, { commission: -0.01 }), 'commission is -0.01, but must not be negative'],
  ['commission', fill('buy', 1, 1, { commission: NaN }), 'commission is NaN'],
  ['instrument', fill('buy', 1, 1, { instrumentId: 'ETH/USDT' }), 'instrumentId of the fill is ETH/USDT, but the instrument is BTC/USDT'],
  ['time', fill('buy', 1, 1, { timeUs: 1.5 }), 'has time 1.5'],
])('[SG-03] a fill with a bad %s is refused by name and leaves no trace', (_, bad, message) => {
  const ledger = new Ledger();
  expect(() => postFill(ledger, bad, btc)).toThrow(message);
  expect(ledger.entries).toEqual([]);
  expect(ledger.trialBalance().size).toBe(0);
});

test('[SG-03] an entry that is empty, unbalanced, backward in time or in another unit is refused whole', () => {
  const ledger = new Ledger();
  postDeposit(ledger, { asset: USDT, units: 5n }, 10);
  const debit = { account: 'portfolio', asset: USDT, side: 'debit', units: 5n } as const;
  const credit = { account: 'market', asset: USDT, side: 'credit', units: 5n } as const;
  const bad: [LedgerEntry['postings'], number, string][] = [
    [[], 10, 'has no postings'],
    [[debit], 10, 'does not balance: debits less credits of USDT are 5 units'],
    [[debit, { ...credit, units: 4n }], 10, 'are 1 units'],
    [[debit, { ...credit, asset: { id: 'USD', decimals: 8 } }], 10, 'does not balance'],
    [
      [
        { ...debit, units: 0n },
        { ...credit, units: 0n },
      ],
      10,
      'posts 0 units',
    ],
    [
      [
        { ...debit, units: -5n },
        { ...credit, units: -5n },
      ],
      10,
      'posts -5 units',
    ],
    [[debit, credit], 9, 'is of 9, before the last one of 10'],
    [
      [
        { ...debit, asset: { id: 'USDT', decimals: 6 } },
        { ...credit, asset: { id: 'USDT', decimals: 6 } },
      ],
      10,
      'with 6 decimals, but the ledger with 8',
    ],
  ];
  for (const [postings, timeUs, message] of bad) expect(() => ledger.append({ timeUs, about: 'test', postings }), message).toThrow(message);
  expect(ledger.entries).toHaveLength(1);
  expect(ledger.balance('portfolio', 'USDT')).toBe(5n);
  expect(() => postDeposit(ledger, { asset: USDT, units: 0n }, 10)).toThrow('deposit is 0 units');
});

test('[SG-03] a position averages its entry, realises its exits by share, and splits a fill through zero (worked by hand)', () => {
  const long = positionOf([fill('buy', 1, 100), fill('buy', 3, 200)], btc);
  expect(averageEntry(long, btc)).toBe(175);
  const partly = positionOf([fill('buy', 1, 100), fill('buy', 3, 200), fill('sell', 2, 300)], btc);
  expect(numberFromUnits(partly.realised, 8)).toBe(250);
  expect(averageEntry(partly, btc)).toBe(175);
  const flipped = positionOf([fill('buy', 1, 100), fill('sell', 3, 120)], btc);
  expect(flipped).toEqual({ quantity: -2000n, cost: 240_00000000n, realised: 20_00000000n, commission: 0n });
  const flat = positionOf([fill('buy', 1, 100), fill('sell', 3, 120), fill('buy', 2, 110)], btc);
  expect(flat).toEqual({ quantity: 0n, cost: 0n, realised: 40_00000000n, commission: 0n });
  expect([
    averageEntry(FLAT, btc),
    averageEntry(positionOf([{ ...fill('sell', 2, 4000.25), instrumentId: 'ES' }], future), future),
  ]).toEqual([0, 4000.25]);
});
