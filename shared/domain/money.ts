import { type Decimal, decimalOf, formatDecimal, MOST_DECIMALS, parseDecimal } from './decimal.ts';

/** What is counted (BTC, USDT, AAPL), in units of 10^-decimals. */
export interface Asset {
  readonly id: string;
  readonly decimals: number;
}

/** A whole number of the smallest units of an asset: the only form in which the ledger knows an amount. */
export interface Money {
  readonly asset: Asset;
  readonly units: bigint;
}

/** Cash is counted in hundred-millionths, never rounded to cents. */
export const CASH_DECIMALS = 8;

/** A tick, a lot or another least step, exact: `units` of 10^-decimals. */
export interface Step {
  readonly decimals: number;
  readonly units: bigint;
}

/** Where a number between two steps goes. `floor` is to the smaller, `ceil` to the larger, `nearest` to the closer and from the middle away from 0. */
export type Rounding = 'floor' | 'ceil' | 'nearest';

/** The step that a number stands for: 0.25 is 25 units of 10^-2. Throws when it is not above 0 or finer than 1e-18. */
export function stepOf(size: number): Step {
  const { digits, exponent } = decimalOf(size, 'step');
  if (digits <= 0n) throw new RangeError(`step is ${size}, but must be above 0`);
  if (exponent >= 0) return { decimals: 0, units: digits * 10n ** BigInt(exponent) };
  if (-exponent > MOST_DECIMALS) throw new RangeError(`step is ${size}, but must not be finer than 1e-${MOST_DECIMALS}`);
  return { decimals: -exponent, units: digits };
}

export const CASH_STEP: Step = { decimals: CASH_DECIMALS, units: 1n };

/** One part in 1e9 of a step that a number may be short of the next one: floor(q / lot + 1e-9). */
const SLACK = 1_000_000_000n;

/**
 * The door in: a number (or an exact decimal) as units of 10^-step.decimals, snapped to whole steps in the stated direction.
 * A number within 1e-9 of a step of a whole one counts as whole, so that 0.1 x 3 is three lots of 0.1 in every direction.
 * Throws `RangeError` naming `what` on NaN and infinities.
 */
export function unitsFromNumber(value: number | Decimal, step: Step, { rounding, what }: { rounding: Rounding; what: string }): bigint {
  const { digits, exponent } = typeof value === 'number' ? decimalOf(value, what) : value;
  const power = exponent + step.decimals;
  const numerator = power >= 0 ? digits * 10n ** BigInt(power) : digits;
  const denominator = power >= 0 ? step.units : step.units * 10n ** BigInt(-power);
  return roundedQuotient(numerator, denominator, rounding) * step.units;
}

/** The door out: the double nearest to `units` of 10^-decimals. */
export function numberFromUnits(units: bigint, decimals: number): number {
  return Number(formatDecimal(units, decimals));
}

function roundedQuotient(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  switch (rounding) {
    case 'floor':
      return floorQuotient(numerator * SLACK + denominator, denominator * SLACK);
    case 'ceil':
      return -floorQuotient(-numerator * SLACK + denominator, denominator * SLACK);
    case 'nearest': {
      const size = floorQuotient(2n * (numerator < 0n ? -numerator : numerator) + denominator, 2n * denominator);
      return numerator < 0n ? -size : size;
    }
  }
}

/** Quotient rounded down also below 0, where bigint division rounds up. The denominator is positive. */
function floorQuotient(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient;
}

/** `units` x `part` / `whole`, rounded to the nearest unit, from the middle away from 0: a share of an amount. `whole` is positive. */
export function shareOf(units: bigint, part: bigint, whole: bigint): bigint {
  return roundedQuotient(units * part, whole, 'nearest');
}

/** Sum of two amounts of one asset. Throws when the assets differ. */
export function addMoney(a: Money, b: Money): Money {
  checkSameAsset(a, b);
  return { asset: a.asset, units: a.units + b.units };
}

/** Difference of two amounts of one asset. Throws when the assets differ. */
export function subtractMoney(a: Money, b: Money): Money {
  checkSameAsset(a, b);
  return { asset: a.asset, units: a.units - b.units };
}

/** `12.5 USDT`; the number alone is read back exactly by `moneyFromText`. */
export function moneyText({ asset, units }: Money): string {
  return `${formatDecimal(units, asset.decimals)} ${asset.id}`;
}

/** The amount that `12.5 USDT` says, exactly. Throws when the asset is another or the number finer than its unit. */
export function moneyFromText(text: string, asset: Asset): Money {
  const [number, id, ...rest] = text.split(' ');
  if (number === undefined || id !== asset.id || rest.length > 0)
    throw new RangeError(`"${text}" is not an amount of ${asset.id}, like 12.5 ${asset.id}`);
  return { asset, units: parseDecimal(number, asset.decimals) };
}

function checkSameAsset(a: Money, b: Money): void {
  if (a.asset.id === b.asset.id && a.asset.decimals === b.asset.decimals) return;
  throw new TypeError(`${moneyText(a)} and ${moneyText(b)} are amounts of different assets`);
}
