import { expect, test } from 'vitest';
import risesInARow from '../../../indicators/rises-in-a-row.ts';
import { USER_INDICATORS } from '../../../indicators/registry.generated.ts';
import { runBacktest } from '../../../shared/engine/backtest.ts';
import { computeIndicator } from '../../../shared/indicators/batch.ts';
import { catalogueWith, INDICATORS } from '../../../shared/indicators/catalogue.ts';
import { checkIndicator } from '../../../shared/indicators/check.ts';
import { defineIndicator } from '../../../shared/indicators/define.ts';
import type { Kernel, KernelState } from '../../../shared/indicators/kernel.ts';
import { int } from '../../../shared/indicators/parameters.ts';
import { defineStrategy } from '../../../shared/strategies/define.ts';
import { barsOfCloses, randomBars } from '../../support/random-bars.ts';
import { BTC } from '../engine/world.ts';

/** The sample of the folder, written as a class, to be broken in all the ways that a kernel can be. */
class Rises implements Kernel {
  protected before = NaN;
  protected rises = NaN;

  update(x: number): number {
    if (!Number.isFinite(x)) return this.rises;
    if (!Number.isNaN(this.before)) this.rises = x > this.before ? (Number.isNaN(this.rises) ? 0 : this.rises) + 1 : 0;
    this.before = x;
    return this.rises;
  }
  snapshot(): KernelState {
    return [this.before, this.rises];
  }
  restore([before, rises]: KernelState): void {
    this.before = before as number;
    this.rises = rises as number;
  }
}

const define = (kernel: () => Kernel, warmup = 1) =>
  defineIndicator({
    ...risesInARow.definition,
    parameters: { unused: int(10, { min: 1, max: 100 }) },
    warmup: () => warmup,
    settle: () => warmup,
    kernel,
  });

const faults = (kernel: () => Kernel, warmup?: number) => checkIndicator(define(kernel, warmup)).checks.map(({ fault }) => fault);

test("[IN-03] a user's own indicator joins the catalogue from its folder, keeps the contract and trades", () => {
  expect(USER_INDICATORS).toContain(risesInARow);
  expect(catalogueWith(USER_INDICATORS).map(({ definition }) => definition.id)).toContain('rises-in-a-row');
  expect(checkIndicator(risesInARow)).toMatchObject({ id: 'rises-in-a-row', ok: true });
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

test('[IN-03] an indicator that takes the id of another is refused by its file', () => {
  expect(() => catalogueWith([INDICATORS[0] as (typeof INDICATORS)[number]])).toThrow(
    /^indicators\/accbands\.ts: there is an indicator "accbands" already/,
  );
});

test('[IN-03] the check finds nothing in a kernel that keeps the contract', () => {
  expect(faults(() => new Rises())).toEqual([undefined, undefined, undefined, undefined, undefined]);
});

test('[IN-03] the check says that an indicator looks ahead whose values change when rows are appended', () => {
  // Scaled by the highest value that any instance has seen: a whole-series maximum in disguise.
  let highest = 0;
  class Scaled extends Rises {
    override update(x: number): number {
      if (Number.isFinite(x)) highest = Math.max(highest, x);
      return super.update(x) / highest;
    }
  }
  expect(faults(() => new Scaled())[0]).toMatch(
    /^rises-in-a-row.*: it looks ahead: with \d+ rows instead of 2000, row \d+, output 0: .* is not /,
  );
});

test('[IN-03] the check says that a batch form looks ahead that reads the row after', () => {
  class Peeks extends Rises {
    fold([x]: readonly [Float64Array], [out]: readonly [Float64Array]): void {
      for (let i = 0; i < x.length; i++) out[i] = i === 0 ? NaN : (x[i + 1] ?? (x[i] as number)) - (x[i] as number);
    }
  }
  const [lookAhead, batch] = faults(() => new Peeks());
  expect(batch).toMatch(/row \d+, output 0/);
  expect(lookAhead).toContain('it looks ahead');
});

test('[IN-03] the check finds a snapshot that forgets, a wrong warm-up, a kernel that an unknown value poisons and one that throws', () => {
  class Forgets extends Rises {
    override restore([before]: KernelState): void {
      this.before = before as number;
    }
  }
  class Poisoned extends Rises {
    override update(x: number): number {
      this.rises = Number.isNaN(this.before) ? NaN : x > this.before ? (this.rises || 0) + 1 : 0;
      this.before = x;
      return this.rises;
    }
  }
  class Throws extends Rises {
    override snapshot(): KernelState {
      throw new Error('no state');
    }
  }
  expect(faults(() => new Forgets())[2]).toMatch(/restored at row \d+: row \d+, output 0/);
  expect(faults(() => new Rises(), 2)[3]).toMatch(/: first known rows are 1, but the warm-up says 2$/);
  expect(faults(() => new Poisoned())[4]).toMatch(/unknown input/);
  expect(faults(() => new Throws())[2]).toMatch(/: it throws: no state$/);
  const bars = randomBars(1000, 3);
  expect(computeIndicator(define(() => new Poisoned())(), bars)[0]).toEqual(computeIndicator(define(() => new Rises())(), bars)[0]);
});

test('[IN-03] a definition without outputs, with a bad id or too many inputs is refused', () => {
  const good = risesInARow.definition;
  expect(() => defineIndicator({ ...good, id: 'Rises' })).toThrow('indicator id "Rises" is not kebab-case');
  expect(() => defineIndicator({ ...good, outputs: [] })).toThrow('has no output');
  expect(() => defineIndicator({ ...good, inputs: [] })).toThrow('has 0 inputs, but 1 to 5 are possible');
});
