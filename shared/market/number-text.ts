/** Exact powers of ten: 10^22 is the largest that a double holds without rounding. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const MAX_EXACT = 9_007_199_254_740_992;
const DECIMAL_TEXT = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

const POINT = 46;

/**
 * Reads digits with at most one point at `bytes[start]` into `column[row]`, the double nearest to the text. Returns the first byte after them;
 * -1 when there are none, or more than this fast way can read exactly.
 * A mantissa below 2^53 over a power of ten up to 22 is one division of two exact doubles, so it rounds correctly (Clinger 1990, "How to read floating point numbers accurately").
 * The first nine digits and the next nine are gathered as 32-bit whole numbers, and the result is stored and not returned: both halve the time.
 */
export function readNumberInto(bytes: Uint8Array, start: number, column: Float64Array, row: number): number {
  let at = start;
  let high = 0;
  let low = 0;
  let digits = 0;
  let point = -1;
  for (; ; at++) {
    const byte = bytes[at] as number;
    const digit = byte - 48;
    if (digit >= 0 && digit <= 9) {
      if (digits < 9) high = (Math.imul(high, 10) + digit) | 0;
      else low = (Math.imul(low, 10) + digit) | 0;
      digits++;
    } else if (byte === POINT && point < 0) point = at;
    else break;
  }
  if (digits === 0 || digits > 18) return -1;
  const mantissa = digits <= 9 ? high : high * (POWERS[digits - 9] as number) + low;
  if (mantissa >= MAX_EXACT) return -1;
  column[row] = point < 0 ? mantissa : mantissa / (POWERS[at - point - 1] as number);
  return at;
}

/** The number that a cell stands for, any decimal form with an optional exponent; undefined when it is none. Blanks around it do not count. */
export function readNumberText(text: string): number | undefined {
  const trimmed = text.trim();
  return DECIMAL_TEXT.test(trimmed) ? Number(trimmed) : undefined;
}
