import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bars } from '../../../shared/domain/bars.ts';
import type { Instrument } from '../../../shared/domain/instrument.ts';
import type { Protection } from '../../../shared/domain/order.ts';
import type { Sizing } from '../../../shared/domain/sizing.ts';
import { Arena } from '../../../shared/engine/arena.ts';
import { runBacktest } from '../../../shared/engine/backtest.ts';
import { ColumnCache } from '../../../shared/engine/column-cache.ts';
import { parseFees } from '../../../shared/engine/costs/parse-fees.ts';
import type { ExecutionOptions } from '../../../shared/engine/execution.ts';
import type { EngineOptions } from '../../../shared/engine/options.ts';
import { sma } from '../../../shared/indicators/trend/sma.ts';
import { defineStrategy, type Strategy } from '../../../shared/strategies/define.ts';
import { changes, crosses } from '../../../shared/strategies/signal.ts';
import { ColumnMemory, vectorCodeOf } from '../../../shared/vector/column-memory.ts';
import { randomBars } from '../../support/random-bars.ts';
import { BTC } from '../../unit/engine/world.ts';

/** A company whose shares see no action: the market is asked at every bar all the same, so that nothing is passed over. */
const ASKED: ExecutionOptions = { actions: [] };

const GUARD: Protection = { stopLoss: { ratio: 0.01 }, takeProfit: { ratio: 0.01 } };

type Deed = 'nothing' | 'buy' | 'wait' | 'cancel' | { readonly target: number; readonly protection?: Protection };

interface Script {
  readonly deeds: readonly Deed[];
  readonly asked: 'always' | 'crosses' | 'crosses and changes';
}

/** Does the deeds in turns whenever it is asked. */
function strategyOf({ deeds, asked }: Script): Strategy {
  let calls = 0;
  const { when, ...strategy } = defineStrategy({
    id: 'scripted',
    about: 'Does what a list says, one after the other.',
    params: {},
    indicators: () => ({ fast: sma(2), slow: sma(5) }),
    when: ({ fast, slow }) => [crosses(fast, slow), ...(asked === 'crosses' ? [] : [changes(slow)])],
    onBar({ bar, target, order, cancelAll }) {
      const deed = deeds[calls++ % deeds.length] as Deed;
      if (deed === 'buy') order({ type: 'market', side: 'buy', quantity: 0.01 });
      else if (deed === 'wait') order({ type: 'limit', side: 'sell', quantity: 0.01, limitPrice: bar.close * 1.002 });
      else if (deed === 'cancel') cancelAll();
      else if (deed !== 'nothing') target(deed.target, deed.protection);
    },
  });
  return asked === 'always' || when === undefined ? strategy : { ...strategy, when };
}

function outcomeOf(
  script: Script,
  bars: Bars,
  options: EngineOptions,
  where: { readonly instrument?: Instrument; readonly arena?: Arena } = {},
) {
  const result = runBacktest({ strategy: strategyOf(script), values: {}, bars, instrument: BTC, options, ...where });
  return { ...result, equity: { ...result.equity, value: [...result.equity.value] }, fills: result.fills, trades: result.trades };
}

/** The bars and an arena as a sweep has them: closes, indicators and equity lie where vectors reach them. */
function asInSweep(bars: Bars): { readonly bars: Bars; readonly arena: Arena } {
  const memory = new ColumnMemory(8 * 8 * (bars.length + 1));
  return { bars: { ...bars, close: memory.copy(bars.close) }, arena: new Arena(new ColumnCache(1e9, memory)) };
}

const target = fc.record({ target: fc.constantFrom(-1, -0.5, -1e-9, 0, 0.25, 1, 1, 0, 3) });
const plainScript: fc.Arbitrary<Script> = fc.record({
  deeds: fc.array(fc.oneof({ weight: 6, arbitrary: target }, fc.constant('nothing' as const)), { minLength: 1, maxLength: 12 }),
  asked: fc.constantFrom('always', 'crosses', 'crosses and changes'),
});
const mixedScript: fc.Arbitrary<Script> = fc.record({
  deeds: fc.array(
    fc.oneof(
      { weight: 4, arbitrary: target },
      target.map((one) => ({ ...one, protection: GUARD })),
      fc.constantFrom('buy', 'wait', 'cancel', 'nothing'),
    ),
    { minLength: 1, maxLength: 12 },
  ),
  asked: fc.constantFrom('always', 'crosses', 'crosses and changes'),
});
const sizing: fc.Arbitrary<Sizing> = fc.constantFrom<Sizing[]>(
  { kind: 'all' },
  { kind: 'fraction', fraction: 0.3 },
  { kind: 'fixed', quantity: 0.7 },
  { kind: 'kelly', times: 0.5 },
  { kind: 'volatility', perYear: 0.2 },
  { kind: 'drawdown', most: 0.1 },
);
const run = {
  seed: fc.integer({ min: 1, max: 1e6 }),
  length: fc.integer({ min: 1, max: 300 }),
  cash: fc.constantFrom(10, 1e4, 1e6),
  sizing,
  commissionBps: fc.constantFrom(0, 1, 7.5, 300),
  slippageBps: fc.constantFrom(0, 3, 250),
  fees: fc.constantFrom(undefined, parseFees('maker:2,taker:10')),
  shorts: fc.constantFrom({}, {}, { longOnly: true }, { uptickRule: true }, { shortSaleRestriction: true, shortable: 50 }),
};

/** Runs all ways, and says how many fills there were. */
function compare(
  script: Script,
  { seed, length, fees, shorts, ...options }: EngineOptions & { seed: number; length: number; fees: unknown; shorts: ExecutionOptions },
): number {
  const bars = randomBars(length, seed);
  const execution = fees === undefined ? shorts : { ...shorts, fees: fees as NonNullable<ExecutionOptions['fees']> };
  const plain = outcomeOf(script, bars, { ...options, execution });
  expect(plain).toStrictEqual(outcomeOf(script, bars, { ...options, execution: { ...execution, ...ASKED } }));
  const swept = asInSweep(bars);
  expect(outcomeOf(script, swept.bars, { ...options, execution }, { arena: swept.arena })).toStrictEqual(plain);
  return plain.fills.length;
}

test('[BT-01] targets in a market of bars alone fill as in one that is asked at every bar, to the last bit', () => {
  let fills = 0;
  fc.assert(
    fc.property(plainScript, fc.record(run), (script, options) => {
      fills += compare(script, options);
    }),
    { numRuns: 250 },
  );
  expect(fills).toBeGreaterThan(1000);
});

test('[BT-01] so they do among orders and guarded positions, before them and after', () => {
  let fills = 0;
  fc.assert(
    fc.property(mixedScript, fc.record(run), (script, options) => {
      fills += compare(script, options);
    }),
    { numRuns: 250 },
  );
  expect(fills).toBeGreaterThan(1000);
});

test('[BT-01] a target that waits between two blocks of history fills at the next open', () => {
  const script: Script = { deeds: [{ target: 1 }, { target: -1 }, { target: 0 }], asked: 'always' };
  const bars = randomBars(70_000, 3);
  const options = { cash: 1e6, sizing: { kind: 'all' }, commissionBps: 1, slippageBps: 1 } as const;
  const [plain, asked] = [outcomeOf(script, bars, options), outcomeOf(script, bars, { ...options, execution: ASKED })];
  expect(plain.fills).toEqual(asked.fills);
  expect(plain.endEquity).toBe(asked.endEquity);
  expect(plain.barsInPosition).toBe(asked.barsInPosition);
});

test.each([0, 1234])(
  '[BT-08] a long run in the memory of a sweep has the equity of one elsewhere, to the last bit (from row %i on)',
  (from) => {
    const script: Script = {
      deeds: [{ target: 1 }, { target: -0.5 }, { target: 0 }, { target: 1, protection: GUARD }, 'buy'],
      asked: 'crosses',
    };
    const bars = randomBars(20_000, 5);
    const fromUs = bars.time[from] as number;
    const options: EngineOptions = { cash: 1e6, sizing: { kind: 'drawdown', most: 0.9 }, commissionBps: 1, slippageBps: 1, fromUs };
    const instrument = { ...BTC, multiplier: 0.1 };
    const swept = asInSweep(bars);
    const elsewhere = outcomeOf(script, bars, options, { instrument });
    const there = outcomeOf(script, swept.bars, options, { instrument, arena: swept.arena });
    expect(elsewhere.fills.length).toBeGreaterThan(1000);
    expect(there.endEquity).toBe(elsewhere.endEquity);
    expect(there).toStrictEqual(elsewhere);
    expect(vectorCodeOf(swept.arena.takeNear(20_001))).toBeDefined();
  },
);
