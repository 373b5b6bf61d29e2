const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What stands where a number is undefined. */
export const UNDEFINED_TEXT = 'n/a';

/** Fixed decimals, thousands set apart by commas: 1234.5 -> `1,234.50`. Independent of the locale. */
export function fixed(value: number | null, decimals = 2): string {
  if (value === null) return UNDEFINED_TEXT;
  const text = Math.abs(value).toFixed(decimals);
  if (text.includes('e')) return value.toExponential(4);
  const [whole = '', fraction] = text.split('.');
  const negative = value < 0 && Number(text) !== 0;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${negative ? '-' : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** A fraction as percent: 0.1234 -> `12.34 %`; with `sign` also `+12.34 %`. */
export function percent(ratio: number | null, { decimals = 2, sign = false } = {}): string {
  if (ratio === null) return UNDEFINED_TEXT;
  const scaled = ratio * 100;
  const text = Math.abs(scaled) >= 1e9 ? scaled.toExponential(2) : fixed(scaled, decimals);
  return `${sign && ratio > 0 ? '+' : ''}${text} %`;
}

/** A price or quantity with up to `digits` significant digits, no trailing zeros: 0.00012345 stays readable, 43251.1 keeps its decimals. */
export function significant(value: number | null, digits = 7): string {
  if (value === null) return UNDEFINED_TEXT;
  if (value === 0) return '0';
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  if (magnitude >= 15 || magnitude < -9) return value.toExponential(digits - 1);
  const text = fixed(value, Math.min(12, Math.max(0, digits - 1 - magnitude)));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** A span in its two largest units: `412 d 3 h`, `5 h 30 min`, `45 s`. */
export function span(seconds: number | null): string {
  if (seconds === null) return UNDEFINED_TEXT;
  const parts = (major: number, a: string, minor: number, b: string) => {
    const rest = Math.floor((seconds % major) / minor);
    return `${fixed(Math.floor(seconds / major), 0)} ${a}${rest > 0 ? ` ${rest} ${b}` : ''}`;
  };
  if (seconds >= DAY) return parts(DAY, 'd', HOUR, 'h');
  if (seconds >= HOUR) return parts(HOUR, 'h', MINUTE, 'min');
  if (seconds >= MINUTE) return parts(MINUTE, 'min', 1, 's');
  return `${significant(seconds, 3)} s`;
}

/** An ISO time without the T and the Z: `2021-04-04 20:00`, seconds only when there are any. */
export function clock(iso: string): string {
  return iso.replace('T', ' ').replace(/(:00)?Z$/, '');
}
