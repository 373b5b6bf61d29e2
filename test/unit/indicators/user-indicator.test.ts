import { expect, test } from 'vitest';
import { runBacktest } from '../../../shared/engine/backtest.ts';
import { computeIndicator } from '../../../shared/indicators/batch.ts';
import { defineIndicator } from '../../../shared/indicators/define.ts';
import type { Kernel, KernelState } from '../../../shared/indicators/kernel.ts';
import { int } from '../../../shared/indicators/parameters.ts';
import { defineStrategy } from '../../../shared/strategies/define.ts';
import { INDICATOR_CONTRACT } from '../../support/indicator-contract.ts';
import { barsOfCloses, randomBars } from '../../support/random-bars.ts';
import { BTC } from '../engine/world.ts';

/** A user's indicator: rises in a row. */
class RisesInARow implements Kernel {
  protected before = NaN;
  protected rises = 0;

  update(x: number): number {
    if (!Number.isFinite(x)) return this.value;
    this.rises = x > this.before ? this.rises + 1 : 0;
    this.before = x;
    return this.value;
  }
  get value(): number {
    return Number.isNaN(this.before) ? NaN : this.rises;
  }
  snapshot(): KernelState {
    return [this.before, this.rises];
  }
  restore([before, rises]: KernelState): void {
    this.before = before as number;
    this.rises = rises as number;
  }
}

const define = (kernel: () => Kernel, warmup = 0) =>
  defineIndicator({
    id: 'rises-in-a-row',
    name: 'Rises in a row',
    group: 'momentum',
    about: 'How many rows in a row have risen.',
    inputs: ['close'],
    parameters: { most: int(10, { min: 1, max: 100 }) },
    outputs: ['value'],
    unit: 100,
    warmup: () => warmup,
    settle: () => warmup,
    source: 'The test that it is written in.',
    kernel,
  });

const risesInARow = define(() => new RisesInARow());
const bars = randomBars(1000, 3);
const faults = (indicator: typeof risesInARow) => INDICATOR_CONTRACT.map(({ fault }) => fault(indicator(), bars));

test("[IN-03] a user's own indicator is held to the contract in one line, and trades", () => {
  expect(faults(risesInARow)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  const strategy = defineStrategy({
    id: 'three-rises',
    about: 'Long after three rises in a row, out after the first fall.',
    params: {},
    indicators: () => ({ rises: risesInARow() }),
    onBar({ indicators: { rises }, target }) {
      if (rises.value >= 3) target(1);
      else if (rises.value === 0) target(0);
    },
  });
  const options = { cash: 1000, sizing: { kind: 'all' }, commissionBps: 0, slippageBps: 0 } as const;
  const result = runBacktest({ strategy, values: {}, bars: barsOfCloses([10, 11, 12, 13, 14, 15, 14, 13]), instrument: BTC, options });
  expect(result.trades.map((trade) => [trade.entryPrice, trade.exitPrice])).toEqual([[13, 14]]);
});

test('[IN-03] the contract flags an indicator whose values change when rows are appended', () => {
  // Scaled by the highest value that any instance has seen: a whole-series maximum in disguise.
  let highest = 0;
  class Scaled extends RisesInARow {
    override update(x: number): number {
      if (Number.isFinite(x)) highest = Math.max(highest, x);
      return super.update(x);
    }
    override get value(): number {
      return super.value / highest;
    }
  }
  const lookAhead = INDICATOR_CONTRACT[2]?.fault(define(() => new Scaled())(), bars);
  expect(lookAhead).toMatch(/^with \d+ rows instead of 1000: row \d+, output 0: .* is not /);
});

test('[IN-03] the contract flags a snapshot that forgets, a wrong warm-up and a kernel that an unknown value poisons', () => {
  class Forgets extends RisesInARow {
    override restore([before]: KernelState): void {
      this.before = before as number;
    }
  }
  class Poisoned extends RisesInARow {
    override update(x: number): number {
      this.rises = x > this.before ? this.rises + 1 : 0;
      this.before = x;
      return this.value;
    }
  }
  expect(faults(define(() => new Forgets()))[1]).toMatch(/^restored at row \d+: row \d+, output 0/);
  expect(faults(define(() => new RisesInARow(), 1))[3]).toBe('first known rows are 0, but the warm-up says 1');
  expect(faults(define(() => new Poisoned()))[4]).toMatch(/unknown input/);
  expect(computeIndicator(define(() => new Poisoned())(), bars)[0]).toEqual(computeIndicator(risesInARow(), bars)[0]);
});

test('[IN-03] a definition without outputs, with a bad id or too many inputs is refused', () => {
  const good = risesInARow.definition;
  expect(() => defineIndicator({ ...good, id: 'Rises' })).toThrow('indicator id "Rises" is not kebab-case');
  expect(() => defineIndicator({ ...good, outputs: [] })).toThrow('has no output');
  expect(() => defineIndicator({ ...good, inputs: [] })).toThrow('has 0 inputs, but 1 to 5 are possible');
});
