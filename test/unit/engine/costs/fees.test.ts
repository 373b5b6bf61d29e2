import { describe, expect, test } from 'vitest';
import { defineFees } from '../../../../shared/engine/costs/define.ts';
import { parseFees } from '../../../../shared/engine/costs/parse-fees.ts';
import type { OrderRequest } from '../../../../shared/domain/order.ts';
import { barsOf, flatBars, type Row, run, scripted } from '../world.ts';

const START: Row = [100, 100, 100, 100];
const market = (side: 'buy' | 'sell', quantity: number): OrderRequest => ({ type: 'market', side, quantity });

/** Commissions of the fills of a purchase at 100 and a sale at 110 of `quantity`, by hand in the tests. */
function roundTrip(fees: string, quantity: number) {
  const strategy = scripted({
    0: ({ order }) => void order(market('buy', quantity)),
    1: ({ order }) => void order(market('sell', quantity)),
  });
  return run(strategy, flatBars([100, 100, 110]), { cash: 1e6, execution: { fees: parseFees(fees) } });
}
const commissions = (fees: string, quantity: number) => roundTrip(fees, quantity).fills.map(({ commission }) => commission);

test('[BT-02] a round trip at 0.1 % is charged twice, and net is gross less fees to the cent', () => {
  const result = roundTrip('maker:10,taker:10', 10);
  // 0.1 % of 1,000 and of 1,100; gross 10 x 10 = 100.
  expect(result.fills.map(({ commission }) => commission)).toEqual([1, 1.1]);
  expect(result.trades[0]?.pnl).toBeCloseTo(97.9, 10);
  expect(result.endEquity - result.startEquity).toBeCloseTo(100 - 2.1, 8);
});

describe('fee schedules', () => {
  test.each([
    ['taker:5', 10, [0.5, 0.55], 'five hundredths of a percent of 1,000 and of 1,100'],
    ['share:0.005', 10, [0.05, 0.05], 'ten shares at half a cent'],
    ['contract:2.25', 4, [9, 9], 'four contracts at 2.25'],
    ['fixed:1', 10, [1, 1], 'one an order'],
    ['share:0.005,minimum:1', 10, [1, 1], 'five cents, but at least 1 an order'],
    ['share:0.005,minimum:1', 300, [1.5, 1.5], 'above the minimum'],
    ['share:0.005,minimum:1,maximum:0.05', 10, [0.5, 0.55], 'at most a twentieth of a percent of the notional'],
    ['taker:5,fixed:0.3', 10, [0.8, 0.85], 'parts add up'],
  ])('[BT-02] %s on %d units', (fees, quantity, expected) => {
    const got = commissions(fees, quantity);
    for (const [i, commission] of expected.entries()) expect(got[i]).toBeCloseTo(commission, 10);
  });

  test('[BT-02] a limit that rests pays as maker; one that its first open fills, and stops and markets, as taker', () => {
    const fees = parseFees('maker:2,taker:10');
    const bars = barsOf([START, [100, 100, 100, 100], [100, 100, 94, 95], [95, 106, 95, 106]]);
    const strategy = scripted({
      0: ({ order }) => {
        order({ type: 'limit', side: 'buy', quantity: 1, limitPrice: 101 });
        order({ type: 'limit', side: 'buy', quantity: 1, limitPrice: 95 });
        order({ type: 'stop', side: 'buy', quantity: 1, stopPrice: 105 });
      },
    });
    const { fills } = run(strategy, bars, { cash: 1e6, execution: { fees } });
    // 10 bps of 100 at the first open, 2 bps of 95 in the book, 10 bps of 105 at the stop.
    expect(fills.map(({ price, commission }) => [price, Number(commission.toFixed(10))])).toEqual([
      [100, 0.1],
      [95, 0.019],
      [105, 0.105],
    ]);
  });

  test('[BT-02] what of a limit is left of the open that filled it still takes at the next; once an open has passed it by it makes', () => {
    const bars = barsOf([START, START, START, [106, 106, 104, 104]]);
    bars.volume.fill(100);
    const strategy = scripted({ 0: ({ order }) => void order({ type: 'limit', side: 'buy', quantity: 25, limitPrice: 105 }) });
    const { fills } = run(strategy, bars, { cash: 1e6, execution: { volumeLimit: 0.1, fees: parseFees('maker:2,taker:10') } });
    // 10 at 100 at 10 bps twice, 5 at 105 at 2 bps.
    expect(fills.map(({ commission }) => Number(commission.toFixed(10)))).toEqual([1, 1, 0.105]);
  });

  test('[BT-02] a stop-limit takes where the first open after its stop fills it, and makes later', () => {
    const fees = parseFees('maker:2,taker:10');
    const request: OrderRequest = { type: 'stop-limit', side: 'buy', quantity: 1, stopPrice: 105, limitPrice: 106 };
    const commission = (rows: readonly Row[]) =>
      run(scripted({ 0: ({ order }) => void order(request) }), barsOf([START, ...rows]), { execution: { fees } }).fills[0]?.commission;
    const touched: Row = [100, 107, 99, 104];
    expect(commission([touched, [104, 104, 104, 104]])).toBeCloseTo(0.104, 10);
    expect(commission([touched, [108, 108, 105, 106]])).toBeCloseTo(0.0212, 10);
    expect(commission([[105.5, 107, 99, 104]])).toBeCloseTo(0.1055, 10);
  });

  test('[BT-02] [OM-02] a limit moved to where the next open fills it takes; post-only it is refused', () => {
    const moved = (postOnly: boolean) => {
      let id = 0;
      const strategy = scripted({
        0: ({ order }) => void (id = order({ type: 'limit', side: 'buy', quantity: 1, limitPrice: 90, postOnly })),
        1: ({ amend }) => amend(id, { limitPrice: 105 }),
      });
      return run(strategy, flatBars([100, 100, 100]), { execution: { fees: parseFees('maker:2,taker:10') } });
    };
    expect(moved(false).fills.map(({ commission }) => commission)).toEqual([0.1]);
    expect(moved(true).fills).toEqual([]);
    expect(moved(true).unfilled.map(({ reason }) => reason)).toEqual(['WOULD_TAKE']);
  });

  test('[BT-02] a minimum counts once for an order, whatever number of fills it takes', () => {
    const bars = flatBars([100, 100, 100, 100]);
    bars.volume.fill(400);
    const strategy = scripted({ 0: ({ order }) => void order(market('buy', 100)) });
    const { fills } = run(strategy, bars, { cash: 1e6, execution: { volumeLimit: 0.1, fees: parseFees('share:0.02,minimum:1') } });
    // 40, 40 and 20 at two cents are 0.80, 0.80 and 0.40: at least 1 for the order at once, then 1.60 and 2.00 in all.
    expect(fills.map(({ commission }) => Number(commission.toFixed(10)))).toEqual([1, 0.6, 0.4]);
  });

  test('[BT-02] tiers: the volume of the thirty days before decides the rate', () => {
    const fees = parseFees('taker:10,tier:1500=2/5');
    const days = flatBars(Array.from({ length: 32 * 24 }, () => 100));
    const buy = (hour: number) =>
      [hour, ({ order }: { order: (request: OrderRequest) => number }) => void order(market('buy', 10))] as const;
    const { fills } = run(scripted(Object.fromEntries([buy(0), buy(1), buy(2), buy(31 * 24)])), days, { cash: 1e6, execution: { fees } });
    // 1,000 each: 0 and 1,000 traded before pay 10 bps, 2,000 before pays 5 bps, and a month later it is 10 bps again.
    expect(fills.map(({ commission }) => commission)).toEqual([1, 1, 0.5, 1]);
  });

  test('[BT-02] a better tier in the middle of an order gives nothing back of what it has paid, with a minimum or without', () => {
    const bars = flatBars(Array.from({ length: 6 }, () => 100));
    bars.volume.fill(1000);
    const strategy = scripted({ 0: ({ order }) => void order(market('buy', 500)) });
    for (const minimum of ['', ',minimum:1', ',minimum:15', ',maximum:0.2']) {
      const fees = parseFees(`taker:10,tier:20000=1/1${minimum}`);
      const { fills } = run(strategy, bars, { cash: 1e6, execution: { volumeLimit: 0.1, fees } });
      // 10,000 a bar: 10 bps of the first two, 1 bps of the others; a minimum of 15 takes 5 more at first, and 5 less then.
      const [first, second] = minimum === ',minimum:15' ? [15, 5] : [10, 10];
      expect(fills.map(({ commission }) => Number(commission.toFixed(10)))).toEqual([first, second, 1, 1, 1]);
    }
  });

  test('[BT-02] a target counts the fee of its own day and side in, not that of the last fill', () => {
    const days = flatBars(Array.from({ length: 40 * 24 }, () => 100));
    // 2,000 of volume earn the free tier, which is lost a month later: 1000 / 1.005 / 100 can be bought then.
    const strategy = scripted({ 0: ({ target }) => target(1), 1: ({ target }) => target(0), [39 * 24]: ({ target }) => target(1) });
    const { fills } = run(strategy, days, { cash: 1000, execution: { fees: parseFees('taker:50,tier:900=0/0') } });
    expect(fills.map(({ commission }) => commission > 0)).toEqual([true, false, true]);
    const [first, , last] = fills.map(({ quantity, commission }) => quantity * 100 + commission);
    expect(1000 - (fills[0]?.commission ?? 0) - (last ?? 0)).toBeGreaterThanOrEqual(-1e-9);
    expect(first).toBeCloseTo(1000, 5);
    // A duty on sales alone: of 1,000 at most 1000 / 1.01 may be sold short.
    const duty = defineFees({
      id: 'sales',
      about: 'One percent of sales.',
      fee: ({ side, notional }) => (side === 'sell' ? notional * 0.01 : 0),
    });
    const short = run(scripted({ 0: ({ target }) => target(-1) }), flatBars([100, 100]), { execution: { fees: duty } });
    expect(short.fills[0]?.quantity).toBeCloseTo(10 / 1.01, 5);
  });

  test('[BT-02] a target counts the fee in: what is left pays for less than one lot', () => {
    for (const fees of ['taker:10', 'share:0.05', 'fixed:5', 'share:0.005,minimum:7']) {
      const result = run(scripted({ 0: ({ target }) => target(1) }), flatBars([100, 100, 100]), { execution: { fees: parseFees(fees) } });
      const [fill] = result.fills;
      const left = 1000 - (fill?.quantity ?? 0) * 100 - (fill?.commission ?? 0);
      expect(left).toBeGreaterThanOrEqual(-1e-9);
      expect(left).toBeLessThan(0.001);
    }
  });

  test.each([
    ['takr:5', 'fees "takr" is not known (did you mean taker?); there are maker, taker, share'],
    ['house', 'fees "house" is not known; there are maker'],
    ['taker:x', 'fees taker is "x", but must be a number of 0 or above'],
    ['taker', 'fees "taker" is not known (did you mean taker?)'],
    ['tier:5', 'fees tier is "5", but must be a volume, a maker and a taker rate, like 1000000=1/8'],
  ])('[SR-13] %s is refused in words', (text, message) => {
    expect(() => parseFees(text)).toThrow(message);
  });
});

test('[BT-02] [BT-09] a model of the user is asked like any other', () => {
  const stamp = defineFees({
    id: 'stamp-duty',
    about: 'Half a percent of what is bought.',
    fee: ({ side, notional }) => (side === 'buy' ? notional * 0.005 : 0),
  });
  const strategy = scripted({ 0: ({ order }) => void order(market('buy', 10)), 1: ({ order }) => void order(market('sell', 10)) });
  const execution = { fees: parseFees('stamp-duty', [stamp]) };
  expect(run(strategy, flatBars([100, 100, 110]), { cash: 1e6, execution }).fills.map(({ commission }) => commission)).toEqual([5, 0]);
});
