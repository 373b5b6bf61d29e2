/** Most decimals that a unit may have: Ether counts in 1e-18. */
export const MOST_DECIMALS = 18;

/** `units` of 10^-decimals as decimal text without exponent: `123450000n` at 8 is `1.2345`. Read back exactly by `parseDecimal`. */
export function formatDecimal(units: bigint, decimals: number): string {
  checkDecimals(decimals);
  const sign = units < 0n ? '-' : '';
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return fraction === '' ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
}

/** Whole number of 10^-decimals in decimal text, exactly. Throws `RangeError` when it is no plain decimal, or finer than the unit: nothing is rounded. */
export function parseDecimal(text: string, decimals: number): bigint {
  checkDecimals(decimals);
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) throw new RangeError(`"${text}" is not a decimal number like -12.5`);
  const [, sign, whole, fraction = ''] = match as unknown as [string, string, string, string?];
  const kept = fraction.replace(/0+$/, '');
  if (kept.length > decimals) throw new RangeError(`"${text}" has ${kept.length} decimals, but its unit has ${decimals}`);
  const units = BigInt(whole + kept.padEnd(decimals, '0'));
  return sign === '-' ? -units : units;
}

/** A number as written in its shortest decimal form: digits x 10^exponent. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** The shortest decimal that reads back as this number, which is what a person meant by it: 0.1 is one tenth. Throws on NaN and infinities. */
export function decimalOf(value: number, what: string): Decimal {
  if (!Number.isFinite(value)) throw new RangeError(`${what} is ${value}, but must be a finite number`);
  const [mantissa, exponent = '0'] = String(value).split('e') as [string, string?];
  const [whole, fraction = ''] = mantissa.split('.') as [string, string?];
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

/** Product of decimals, exact. */
export function multiply(...factors: readonly Decimal[]): Decimal {
  return factors.reduce((a, b) => ({ digits: a.digits * b.digits, exponent: a.exponent + b.exponent }));
}

function checkDecimals(decimals: number): void {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > MOST_DECIMALS) {
    throw new RangeError(`decimals is ${decimals}, but must be a whole number from 0 to ${MOST_DECIMALS}`);
  }
}
