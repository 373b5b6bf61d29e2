import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalOf, formatDecimal, multiply, parseDecimal } from '../../../shared/domain/decimal.ts';
import {
  addMoney,
  type Asset,
  CASH_STEP,
  moneyFromText,
  moneyText,
  numberFromUnits,
  type Rounding,
  shareOf,
  stepOf,
  subtractMoney,
  unitsFromNumber,
} from '../../../shared/domain/money.ts';

const units = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n });
const decimals = fc.integer({ min: 0, max: 18 });
const USDT: Asset = { id: 'USDT', decimals: 8 };
const door = (value: number, step: number, rounding: Rounding) => unitsFromNumber(value, stepOf(step), { rounding, what: 'price' });

test('[SG-03] decimals survive the round trip through text exactly', () => {
  fc.assert(
    fc.property(units, decimals, (amount, places) => {
      const text = formatDecimal(amount, places);
      expect(text).toMatch(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/);
      expect(parseDecimal(text, places)).toBe(amount);
      const money = { asset: { id: 'X', decimals: places }, units: amount };
      expect(moneyFromText(moneyText(money), money.asset)).toEqual(money);
    }),
  );
});

test('[SG-03] text finer than the unit, or no decimal at all, is refused, not rounded', () => {
  expect(parseDecimal('1.50', 1)).toBe(15n);
  expect(() => parseDecimal('1.55', 1)).toThrow('"1.55" has 2 decimals, but its unit has 1');
  for (const text of ['', ' 1', '1e5', '.5', '5.', '+1', '0x10', 'NaN', '1,000', '--1', '1.2.3', '∞']) {
    expect(() => parseDecimal(text, 8), text).toThrow('is not a decimal number');
  }
  expect(() => parseDecimal('1', 19)).toThrow('decimals is 19');
  expect(() => formatDecimal(1n, -1)).toThrow('decimals is -1');
  expect(() => moneyFromText('1 BTC', USDT)).toThrow('is not an amount of USDT');
});

test('[SG-03] amounts of different assets do not add up', () => {
  const btc = { asset: { id: 'BTC', decimals: 8 }, units: 1n };
  const usdt = { asset: USDT, units: 250_000_000n };
  expect(() => addMoney(btc, usdt)).toThrow('0.00000001 BTC and 2.5 USDT are amounts of different assets');
  expect(() => subtractMoney(usdt, { asset: { id: 'USDT', decimals: 6 }, units: 1n })).toThrow('different assets');
  expect(subtractMoney(addMoney(usdt, usdt), usdt)).toEqual(usdt);
});

test('[SG-03] the door refuses NaN and infinities by name, in every direction', () => {
  for (const value of [NaN, Infinity, -Infinity]) {
    for (const rounding of ['floor', 'ceil', 'nearest'] as const)
      expect(() => door(value, 0.01, rounding)).toThrow(`price is ${value}, but must be a finite number`);
    expect(() => stepOf(value)).toThrow('must be a finite number');
  }
  for (const size of [0, -0.01]) expect(() => stepOf(size)).toThrow('must be above 0');
  expect(() => stepOf(1e-19)).toThrow('must not be finer than 1e-18');
});

test('[SG-03] the door snaps to the step in the stated direction (worked by hand)', () => {
  expect([door(1.239, 0.01, 'floor'), door(1.239, 0.01, 'ceil'), door(1.239, 0.01, 'nearest')]).toEqual([123n, 124n, 124n]);
  expect([door(-1.239, 0.01, 'floor'), door(-1.239, 0.01, 'ceil'), door(-1.239, 0.01, 'nearest')]).toEqual([-124n, -123n, -124n]);
  expect([door(0.005, 0.01, 'nearest'), door(-0.005, 0.01, 'nearest'), door(0.0049, 0.01, 'nearest')]).toEqual([1n, -1n, 0n]);
  expect([door(101.3, 0.25, 'floor'), door(101.3, 0.25, 'ceil'), door(101.3, 0.25, 'nearest')]).toEqual([10_125n, 10_150n, 10_125n]);
  expect([door(1_234, 100, 'floor'), door(1_234, 100, 'ceil')]).toEqual([1_200n, 1_300n]);
});

test('[SG-03] a number within 1e-9 of a step of a whole one counts as whole: 0.3 / 0.1 is three lots, and so is 0.1 x 3', () => {
  expect(Math.floor(0.3 / 0.1)).toBe(2);
  for (const rounding of ['floor', 'ceil', 'nearest'] as const) {
    for (const value of [0.3, 0.1 * 3, 0.7 - 0.4, 0.3 - 9e-11]) expect(door(value, 0.1, rounding), `${value} ${rounding}`).toBe(3n);
  }
  expect(door(0.3 - 2e-10, 0.1, 'floor')).toBe(2n);
  expect(door(0.3 + 2e-10, 0.1, 'ceil')).toBe(4n);
});

test('[SG-03] what came out of the door goes back in unchanged, and snapping moves by less than a step', () => {
  const steps = fc.constantFrom(1e-8, 0.0001, 0.01, 0.05, 0.25, 1, 5, 100);
  fc.assert(
    fc.property(
      fc.integer({ min: -1e9, max: 1e9 }),
      steps,
      fc.constantFrom<Rounding>('floor', 'ceil', 'nearest'),
      (count, size, rounding) => {
        const step = stepOf(size);
        const whole = BigInt(count) * step.units;
        expect(unitsFromNumber(numberFromUnits(whole, step.decimals), step, { rounding, what: 'x' })).toBe(whole);
      },
    ),
  );
  fc.assert(
    fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), steps, (value, size) => {
      const [floor, ceil, nearest] = (['floor', 'ceil', 'nearest'] as const).map((r) =>
        Number(door(value, size, r) / stepOf(size).units),
      ) as [number, number, number];
      expect(floor).toBeLessThanOrEqual(ceil);
      expect(ceil - floor).toBeLessThanOrEqual(1);
      expect([floor, ceil]).toContain(nearest);
      expect(floor * size).toBeLessThanOrEqual(value + 1e-6 * Math.max(1, Math.abs(value)));
    }),
  );
});

test('[SG-03] amounts beyond 2^53 units pass the door: a billion dollars in hundred-millionths', () => {
  expect(unitsFromNumber(1_000_000_000.12, CASH_STEP, { rounding: 'nearest', what: 'cash' })).toBe(100_000_000_012_000_000n);
  expect(numberFromUnits(100_000_000_012_000_000n, 8)).toBe(1_000_000_000.12);
});

test('[SG-03] a number means the shortest decimal that reads back as it, and products of decimals are exact', () => {
  expect(decimalOf(0.1, 'x')).toEqual({ digits: 1n, exponent: -1 });
  expect(decimalOf(-1.5e-7, 'x')).toEqual({ digits: -15n, exponent: -8 });
  expect(decimalOf(1e21, 'x')).toEqual({ digits: 1n, exponent: 21 });
  expect(multiply(decimalOf(0.1, 'x'), decimalOf(0.2, 'y'))).toEqual({ digits: 2n, exponent: -2 });
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const { digits, exponent } = decimalOf(value, 'x');
      expect(Number(`${digits}e${exponent}`)).toBe(value === 0 ? 0 : value);
    }),
  );
});

test('[SG-03] shares of an amount never add up to more or less than it when the last takes the rest', () => {
  expect(shareOf(100n, 1n, 3n)).toBe(33n);
  expect(shareOf(-100n, 2n, 3n)).toBe(-67n);
  expect(shareOf(5n, 1n, 2n)).toBe(3n);
});
