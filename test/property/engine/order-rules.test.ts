import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bars } from '../../../shared/domain/bars.ts';
import type { Fill } from '../../../shared/domain/fill.ts';
import type { OrderId, OrderRequest, Protection, TimeInForce } from '../../../shared/domain/order.ts';
import { HOUR_US, MINUTE_US } from '../../../shared/domain/time.ts';
import { parseFees } from '../../../shared/engine/costs/parse-fees.ts';
import type { ExecutionOptions } from '../../../shared/engine/execution.ts';
import { randomNumbers } from '../../../shared/indicators/sample-bars.ts';
import type { StrategyContext } from '../../../shared/strategies/define.ts';
import { BTC, barsOf, type Row, run, scripted } from '../../unit/engine/world.ts';

const CASH = 3000;
const LENGTH = 24;

/** Hours that wander in whole cents, gap now and then, and trade 10 to 200, or nothing. */
function wanderingBars(seed: number): Bars {
  const random = randomNumbers(seed);
  const cents = (price: number) => Math.round(Math.max(20, price) * 100) / 100;
  let last = 100;
  const rows = Array.from({ length: LENGTH }, (): Row => {
    const open = cents(last + (random() - 0.5) * (random() < 0.2 ? 16 : 1));
    const close = cents(open + (random() - 0.5) * 10);
    last = close;
    return [open, cents(Math.max(open, close) + random() * 4), cents(Math.min(open, close) - random() * 4), close];
  });
  const bars = barsOf(rows);
  bars.volume.set(rows.map(() => (random() < 0.1 ? 0 : 10 + Math.floor(random() * 190))));
  return bars;
}

interface Wish {
  readonly type: OrderRequest['type'];
  readonly side: 'buy' | 'sell';
  readonly quantity: number;
  /** How far from the close its prices are, as a share of it. */
  readonly away: readonly [number, number];
  readonly timeInForce: TimeInForce;
  readonly reduceOnly: boolean;
  readonly displayQuantity: number | undefined;
}

function requestOf({ type, side, quantity, away, timeInForce, reduceOnly, displayQuantity }: Wish, close: number): OrderRequest {
  const price = (share: number) => Math.round(close * (1 + share) * 100) / 100;
  const atOnce = timeInForce === 'IOC' || timeInForce === 'FOK';
  const terms = { side, quantity, reduceOnly, timeInForce: atOnce && type !== 'limit' && type !== 'market' ? 'GTC' : timeInForce };
  if (type === 'limit') return { ...terms, type, limitPrice: price(away[0]), ...(displayQuantity !== undefined && { displayQuantity }) };
  if (type === 'stop') return { ...terms, type, stopPrice: price(away[1]) };
  if (type === 'stop-limit') return { ...terms, type, stopPrice: price(away[1]), limitPrice: price(away[0]) };
  return type === 'market' ? { ...terms, type } : { ...terms, type, trail: { offset: 3 } };
}

const wish: fc.Arbitrary<Wish> = fc.record({
  type: fc.constantFrom('market', 'limit', 'stop', 'stop-limit', 'trailing-stop'),
  side: fc.constantFrom('buy', 'sell'),
  quantity: fc.constantFrom(0.4, 1, 5, 12, 30),
  away: fc.tuple(fc.double({ min: -0.05, max: 0.05, noNaN: true }), fc.double({ min: -0.05, max: 0.05, noNaN: true })),
  timeInForce: fc.constantFrom('GTC', 'GTC', 'DAY', 'IOC', 'FOK'),
  reduceOnly: fc.boolean(),
  displayQuantity: fc.constantFrom(undefined, undefined, 0.3, 2),
});
const protection: fc.Arbitrary<Protection | undefined> = fc.constantFrom(
  undefined,
  { stopLoss: { offset: 4 } },
  { stopLoss: { ratio: 0.03 }, takeProfit: { ratio: 0.03 } },
  { trailingStop: { offset: 3, activation: { offset: 2 } }, takeProfit: { offset: 5 } },
);
const deed = fc.oneof(
  fc.record({ kind: fc.constant('order' as const), wish, protection }),
  fc.record({ kind: fc.constant('oco' as const), wishes: fc.tuple(wish, wish) }),
  fc.record({ kind: fc.constant('oto' as const), wish, children: fc.array(wish, { minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constant('target' as const), target: fc.constantFrom(-1, -0.3, 0, 0.5, 1), protection }),
  fc.record({ kind: fc.constant('cancel' as const), id: fc.integer({ min: 1, max: 20 }) }),
  fc.constant({ kind: 'nothing' as const }),
);
const execution: fc.Arbitrary<ExecutionOptions> = fc.record(
  {
    volumeLimit: fc.constant(0.1),
    latencyUs: fc.constantFrom(1_000_000, 15 * MINUTE_US, 90 * MINUTE_US),
    fees: fc.constant(parseFees('maker:2,taker:10,minimum:0.5')),
    longOnly: fc.constant(true),
    uptickRule: fc.constant(true),
    shortSaleRestriction: fc.constant(true),
    shortable: fc.constant(4),
    funding: fc.constant(0.001),
  },
  { requiredKeys: [] },
);

interface Placed {
  readonly requests: Map<OrderId, OrderRequest>;
  readonly groups: (readonly OrderId[])[];
  readonly brackets: (readonly OrderId[])[];
}

/** Does a deed at each close and notes what was placed. */
function play(
  deeds: readonly (typeof deed extends fc.Arbitrary<infer Deed> ? Deed : never)[],
  bars: Bars,
  options: ExecutionOptions,
  lot: number,
) {
  const placed: Placed = { requests: new Map(), groups: [], brackets: [] };
  const note = (ids: readonly OrderId[], requests: readonly OrderRequest[]) => {
    for (const [i, id] of ids.entries()) placed.requests.set(id, requests[i] as OrderRequest);
    return ids;
  };
  const script = Object.fromEntries(
    deeds.map((one, row) => [
      row,
      ({ bar, order, oco, oto, target, cancel }: StrategyContext) => {
        const made = (wished: Wish) => requestOf(wished, bar.close);
        if (one.kind === 'order') note([order(made(one.wish), one.protection)], [made(one.wish)]);
        else if (one.kind === 'oco') placed.groups.push(note(oco(one.wishes.map(made)), one.wishes.map(made)));
        else if (one.kind === 'oto')
          placed.brackets.push(note(oto(made(one.wish), one.children.map(made)), [one.wish, ...one.children].map(made)));
        else if (one.kind === 'target') target(one.target, one.protection);
        else if (one.kind === 'cancel') cancel(one.id);
      },
    ]),
  );
  return { placed, result: run(scripted(script), bars, { cash: CASH, instrument: { ...BTC, lot }, execution: options }) };
}

function filledOf(fills: readonly Fill[], ids: readonly OrderId[]): number {
  return fills.reduce((sum, { orderId, quantity }) => sum + (ids.includes(orderId) ? quantity : 0), 0);
}

test('[OM-01] [OM-02] [DX-03] [BT-02] whatever is ordered in whatever market, these rules hold', () => {
  const world = fc.tuple(fc.array(deed, { minLength: 1, maxLength: LENGTH }), fc.nat(), execution, fc.constantFrom(1, 0.1, 1e-8));
  fc.assert(
    fc.property(world, ([deeds, seed, options, lot]) => {
      const bars = wanderingBars(seed);
      const { placed, result } = play(deeds, bars, options, lot);
      const { fills, unfilled } = result;
      const waits = options.volumeLimit !== undefined || options.uptickRule === true || options.shortSaleRestriction === true;
      let lastUs = 0;
      for (const { orderId, timeUs, side, price, commission } of fills) {
        const row = Math.floor(timeUs / HOUR_US);
        expect(timeUs, 'no earlier than the fill before it').toBeGreaterThanOrEqual(lastUs);
        lastUs = timeUs;
        expect(price, 'a price of its bar').toBeGreaterThanOrEqual((bars.low[row] as number) - 1e-9);
        expect(price, 'a price of its bar').toBeLessThanOrEqual((bars.high[row] as number) + 1e-9);
        expect(commission).toBeGreaterThanOrEqual(0);
        const request = placed.requests.get(orderId);
        const worse = side === 'buy' ? 1 : -1;
        if (request && 'limitPrice' in request) expect((price - request.limitPrice) * worse, 'no worse than its limit').toBeLessThan(1e-9);
        // What a stop finds nothing for in its bar goes at the next open, wherever that is.
        if (request?.type === 'stop' && !waits)
          expect((price - request.stopPrice) * worse, 'no better than its stop').toBeGreaterThan(-1e-9);
      }
      for (const ids of placed.groups) expect(ids.filter((id) => filledOf(fills, [id]) > 0).length, 'one of a group').toBeLessThan(2);
      for (const [parent = 0, ...children] of placed.brackets)
        expect(filledOf(fills, children), 'no more than the parent').toBeLessThan(filledOf(fills, [parent]) + 1e-6);
      const reported = unfilled.map(({ orderId }) => orderId);
      expect(new Set(reported).size, 'reported once').toBe(reported.length);
      for (const [id, { timeInForce, quantity }] of placed.requests) {
        const own = fills.filter(({ orderId }) => orderId === id);
        expect(own.length > 0 || reported.includes(id), 'filled, or said why not').toBe(true);
        expect(filledOf(fills, [id])).toBeLessThan(quantity + 1e-9);
        if (timeInForce === 'FOK') expect(own.length, 'all at once').toBeLessThan(2);
        if (timeInForce === 'IOC') expect(new Set(own.map(({ timeUs }) => timeUs)).size, 'at once').toBeLessThan(2);
      }
      if (options.volumeLimit !== undefined)
        for (const [row, ofBar] of Map.groupBy(fills, ({ timeUs }) => Math.floor(timeUs / HOUR_US)))
          expect(
            ofBar.reduce((sum, { quantity }) => sum + quantity, 0),
            'a tenth of the volume',
          ).toBeLessThan((bars.volume[row] as number) / 10 + 1e-6);
      const signed = fills.map(({ side, quantity }) => (side === 'buy' ? quantity : -quantity));
      const shortable = options.longOnly ? 0 : (options.shortable as number | undefined);
      if (shortable !== undefined) {
        let held = 0;
        for (const quantity of signed) expect((held += quantity), 'no shorter than may be').toBeGreaterThan(-shortable - 1e-6);
      }
      const spent = fills.reduce((sum, { price, commission }, i) => sum + (signed[i] as number) * price + commission, 0);
      const carried = Object.values(result.carry ?? {}).reduce((sum, amount) => sum + amount, 0);
      expect(CASH - spent - carried + result.position * (bars.close[LENGTH - 1] as number)).toBeCloseTo(result.endEquity, 6);
      expect(result.trades.reduce((sum, { pnl }) => sum + pnl, 0)).toBeCloseTo(result.endEquity - CASH, 6);
    }),
    { numRuns: 300, seed: 133 },
  );
});
