import { expect, test } from 'vitest';
import type { Bars } from '../../../../shared/domain/bars.ts';
import { parseSizing } from '../../../../shared/engine/sizing/sizing.ts';
import { defineIndicator } from '../../../../shared/indicators/define.ts';
import { int } from '../../../../shared/indicators/parameters.ts';
import { ema } from '../../../../shared/indicators/trend/ema.ts';
import { sma } from '../../../../shared/indicators/trend/sma.ts';
import { checkBias } from '../../../../shared/research/bias/check.ts';
import { defineStrategy, type Strategy } from '../../../../shared/strategies/define.ts';
import { crossedAbove, crossedBelow } from '../../../../shared/strategies/view.ts';
import smaCross from '../../../../strategies/sma-cross.ts';
import { coin, walkBars } from '../world.ts';

const engine = { cash: 10_000, sizing: parseSizing('all'), commissionBps: 10, slippageBps: 0 };
const check = (strategy: Strategy, bars: Bars = walkBars(600, 5)) =>
  checkBias({ strategy, values: strategy.parse({}), bars, instrument: coin(), engine });

/** Where the close stands between the lowest and the highest of the whole series, 0 to 1: what a careless `(x - min) / (max - min)` over a column does. */
const wholeSeriesScale = defineIndicator({
  id: 'whole-series-scale',
  name: 'Whole-series scale',
  group: 'statistics',
  about: 'Scales the close by the extremes of all rows it is given.',
  source: 'test',
  inputs: ['close'],
  parameters: {},
  outputs: ['value'],
  unit: 1,
  warmup: () => 0,
  settle: () => 0,
  kernel: () => {
    let [low, high] = [Infinity, -Infinity];
    const update = (x: number) => {
      low = Math.min(low, x);
      high = Math.max(high, x);
      return high > low ? (x - low) / (high - low) : 0.5;
    };
    return {
      update,
      fold([close], [into]) {
        const [least, most] = [Math.min(...(close as Float64Array)), Math.max(...(close as Float64Array))];
        for (let i = 0; i < (close as Float64Array).length; i++)
          (into as Float64Array)[i] = ((close?.[i] as number) - least) / (most - least);
      },
      snapshot: () => [low, high],
      restore: (state) => {
        [low, high] = state as [number, number];
      },
    };
  },
});

const minMax = defineStrategy({
  id: 'min-max',
  about: 'Buys low and sells high of the whole series.',
  params: {},
  indicators: () => ({ level: wholeSeriesScale(), average: sma(10) }),
  onBar({ indicators: { level }, target }) {
    if (level.value < 0.3) target(1);
    else if (level.value > 0.7) target(0);
  },
});

test('[DX-02] a strategy peeking at t+1 is refused by the engine, and the check says so', () => {
  const peeking = defineStrategy({
    id: 'peeking',
    about: 'Asks for the next close.',
    params: {},
    indicators: () => ({}),
    onBar({ bar, target }) {
      target(bar.ago('close', -1) > bar.close ? 1 : 0);
    },
  });
  const { clean, faults } = check(peeking);
  expect([clean, faults[0]?.kind]).toEqual([false, 'future']);
  expect(faults[0]?.message).toContain('ago("close", -1) asks for a bar after now');
});

test('[DX-02] a whole-series min-max strategy is flagged, and its indicator named; the other one is not', () => {
  const { clean, faults, cuts } = check(minMax);
  expect([clean, faults.map(({ kind, what, indicator }) => [kind, what, indicator])]).toEqual([
    false,
    [['look-ahead', 'level', 'whole-series-scale()[close]']],
  ]);
  const [fault] = faults;
  expect(fault?.message).toMatch(
    /^level \(whole-series-scale\(\)\[close\]\) looks ahead: at \d{4}-.* it is 0\.\d+ on the whole history, but 0\.\d+ with/,
  );
  expect(cuts).toContain(fault?.cut);
});

test('[DX-02] clean strategies pass, recursive indicators within their declared settle among them', () => {
  const { clean, faults, notes, indicators, signals, trades } = check(smaCross);
  expect([clean, faults, notes, indicators]).toEqual([true, [], [], 2]);
  expect([signals > 10, trades > 5]).toEqual([true, true]);
  const recursive = defineStrategy({
    id: 'recursive',
    about: 'Follows two exponential averages.',
    params: { fast: int(4, { min: 1, max: 50, about: 'bars' }) },
    indicators: ({ fast }) => ({ fast: ema(fast), slow: ema(12) }),
    onBar({ indicators: { fast, slow }, target }) {
      if (crossedAbove(fast, slow)) target(1);
      else if (crossedBelow(fast, slow)) target(0);
    },
  });
  expect(check(recursive)).toMatchObject({ clean: true, faults: [], notes: [] });
});

test('[DX-02] a strategy that closes over the whole array of bars is flagged, though its indicators are clean', () => {
  const bars = walkBars(600, 5);
  const closing = defineStrategy({
    id: 'closing-over',
    about: 'Looks the next close up in an array of its own.',
    params: {},
    indicators: () => ({ average: sma(5) }),
    onBar({ bar, target }) {
      const row = bars.time.indexOf(bar.timeUs);
      target((bars.close[row + 1] ?? 0) > bar.close ? 1 : 0);
    },
  });
  const before = bars.close.slice();
  const { clean, faults } = check(closing, bars);
  expect([clean, faults.map(({ kind, what, indicator }) => [kind, what, indicator])]).toEqual([false, [['look-ahead', 'signals', null]]]);
  expect(faults[0]?.message).toContain('with the same indicators');
  expect(bars.close).toEqual(before);
});

test('[DX-02] foresight that decides one in five entries is found: a short history is cut off after every close at which the strategy acts', () => {
  const bars = walkBars(600, 5);
  const rarely = defineStrategy({
    id: 'rarely',
    about: 'Follows two averages, and at every fifth bar what comes.',
    params: {},
    indicators: () => ({ fast: sma(5), slow: sma(20) }),
    onBar({ bar, indicators: { fast, slow }, target }) {
      const row = bars.time.indexOf(bar.timeUs);
      const foreseen = row % 5 !== 0 || (bars.close[row + 3] ?? 0) > bar.close;
      if (crossedAbove(fast, slow) && foreseen) target(1);
      else if (crossedBelow(fast, slow)) target(0);
    },
  });
  const { faults, signals, cuts } = check(rarely, bars);
  expect(faults.map(({ kind, what }) => [kind, what])).toEqual([['look-ahead', 'signals']]);
  expect([signals > 30, cuts.length > signals]).toEqual([true, true]);
});

/** The close with a number of its own beside it, which `of` makes anew in each run. */
const beside = (id: string, of: (row: number) => number) =>
  defineIndicator({
    id,
    name: id,
    group: 'statistics',
    about: 'Adds a number to the close.',
    source: 'test',
    inputs: ['close'],
    parameters: {},
    outputs: ['value'],
    unit: 'price',
    warmup: () => 0,
    settle: () => 0,
    kernel: () => ({
      update: (x: number) => x,
      fold([close], [into]) {
        for (let i = 0; i < (close as Float64Array).length; i++) (into as Float64Array)[i] = (close?.[i] as number) + of(i);
      },
      snapshot: () => [],
      restore: () => undefined,
    }),
  });

test('[DX-02] an indicator that is another each time is named as that, not as foresight', () => {
  let runs = 0;
  const moving = beside('moving', () => runs++ % 7);
  const { faults } = check({ ...minMax, indicators: () => ({ level: moving(), average: sma(10) }) });
  expect(faults.map(({ kind, what, indicator }) => [kind, what, indicator])).toEqual([['state', 'level', 'moving()[close]']]);
  expect(faults[0]?.message).toMatch(
    /^level \(moving\(\)\[close\]\) is another each time: at .* it is .*, and .* when the same run is made again$/,
  );
});

test('[DX-02] one value that is infinite hides no warm-up: what hangs on the start is named', () => {
  const counting = beside('counting', (row) => (row === 400 ? Infinity : row));
  const { faults } = check({ ...minMax, indicators: () => ({ level: counting(), average: sma(10) }) });
  expect(faults.map(({ kind, what }) => [kind, what])).toEqual([['warm-up', 'level']]);
});

test('[DX-02] prices of its own, which no check can see through, leave a note: its signals do not depend on the data', () => {
  const own = walkBars(600, 5).close;
  const elsewhere = defineStrategy({
    id: 'elsewhere',
    about: 'Reads prices from somewhere else.',
    params: {},
    indicators: () => ({}),
    onBar({ bar, target }) {
      const row = bar.timeUs / 86_400_000_000;
      target((own[row + 1] ?? 0) > (own[row] as number) ? 1 : 0);
    },
  });
  const { clean, notes } = check(elsewhere);
  expect([clean, notes]).toEqual([true, [expect.stringContaining('the same when every price is turned over')]]);
});

test('[DX-02] what a strategy keeps from run to run is found; what it declares as state is not', () => {
  let seen = 0;
  const counting = defineStrategy({
    id: 'counting',
    about: 'Buys at every hundredth bar that it has ever seen.',
    params: {},
    indicators: () => ({}),
    onBar({ target }) {
      seen++;
      if (seen % 97 === 0) target(1);
      else if (seen % 97 === 40) target(0);
    },
  });
  const { clean, faults } = check(counting);
  expect([clean, faults.map(({ kind, what }) => [kind, what])]).toEqual([false, [['state', 'signals']]]);
  const declared = defineStrategy({
    id: 'declared',
    about: 'Buys at every hundredth bar of a run.',
    params: {},
    indicators: () => ({}),
    state: () => ({ seen: 0 }),
    onBar({ state, target }) {
      state.seen++;
      if (state.seen % 97 === 0) target(1);
      else if (state.seen % 97 === 40) target(0);
    },
  });
  expect(check(declared).faults).toEqual([]);
});

test('[DX-02] an indicator that still depends on the start after its declared settle is named', () => {
  const unsettled = defineStrategy({
    id: 'unsettled',
    about: 'Follows an average that says it has settled before it has.',
    params: {},
    indicators: () => {
      const average = ema(20);
      return { honest: sma(5), average: { ...average, key: 'hasty(20)', definition: { ...average.definition, settle: () => 20 } } };
    },
    onBar({ indicators: { average, honest }, target }) {
      if (crossedAbove(honest, average)) target(1);
      else if (crossedBelow(honest, average)) target(0);
    },
  });
  const { faults } = check(unsettled);
  expect(faults.map(({ kind, what, indicator }) => [kind, what, indicator])).toEqual([['warm-up', 'average', 'hasty(20)']]);
  expect(faults[0]?.message).toContain('it should have settled after 20');
});

test('[DX-02] the answer is JSON, the same every time; too short a history is refused', () => {
  const first = check(minMax);
  expect(JSON.parse(JSON.stringify(first))).toEqual(first);
  expect(JSON.stringify(check(minMax))).toBe(JSON.stringify(first));
  expect(() => check(smaCross, walkBars(49, 1))).toThrow('49 bars are too few');
});
