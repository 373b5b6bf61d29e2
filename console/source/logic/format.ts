const MINUS = '\u2212';
const sign = (value: number): string => (value > 0 ? '+' : value < 0 ? MINUS : '');

/** 1234.5 -> "1,234.50"; a true minus sign, so that columns of figures line up. */
export function money(value: number, digits = 2): string {
  const text = Math.abs(value).toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return Number(text.replaceAll(',', '')) === 0 || value >= 0 ? text : `${MINUS}${text}`;
}

/** Money with its sign always shown: profit and loss. */
export const signedMoney = (value: number): string => (value > 0 ? `+${money(value)}` : money(value));

/** 0.1234 -> "+12.34 %", or without the plus. */
export function percent(ratio: number, options: { signed?: boolean; digits?: number } = {}): string {
  const { signed = false, digits = 2 } = options;
  const shown = Math.abs(ratio * 100).toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const zero = Number(shown.replaceAll(',', '')) === 0;
  return `${zero ? '' : signed || ratio < 0 ? sign(ratio) : ''}${shown} %`;
}

/** A price with as many decimals as it has, 2 to what its size calls for: 57,953.86, 9.97 and 0.0570702. */
export const price = (value: number): string => money(value, decimalsOf([value]));

/** The same with all decimals that its size calls for, so that columns line up: 9.97000. */
export const alignedPrice = (value: number): string => money(value, priceDigits(value));

/** Decimals that these prices need, 2 to 8, no more than six significant figures of the largest. */
export function decimalsOf(prices: readonly number[]): number {
  const most = priceDigits(prices.reduce((a, b) => Math.max(a, Math.abs(b)), 0));
  return prices.reduce((digits, value) => Math.max(digits, value.toFixed(most).replace(/0+$/, '').split('.')[1]?.length ?? 0), 2);
}

/** Decimals that show about six significant figures, 2 to 8. */
export function priceDigits(value: number): number {
  const size = Math.abs(value);
  if (size === 0 || size >= 1000) return 2;
  return Math.min(8, Math.max(2, 5 - Math.floor(Math.log10(size))));
}

/** At most six significant figures, no trailing zeros. */
export const quantity = (value: number): string => value.toLocaleString('en-US', { maximumSignificantDigits: 6 });
export const count = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 0 });

/** "2021-04-04 20:00" in UTC; the time of day is left out when `dateOnly`. */
export const utc = (iso: string, dateOnly = false): string => (dateOnly ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' '));
export const utcOfSeconds = (seconds: number): string => utc(new Date(seconds * 1000).toISOString());

/** "just now", "5 min ago", "3 h ago", else the date. */
export function ago(iso: string, nowMs: number): string {
  const minutes = Math.floor((nowMs - Date.parse(iso)) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  return minutes < 24 * 60 ? `${Math.floor(minutes / 60)} h ago` : utc(iso, true);
}

/** "BTC/USDT", "BTC/USDT, ETH/USDT" or "BTC/USDT + 9 more". */
export function symbolsLabel(symbols: readonly string[]): string {
  return symbols.length <= 2 ? symbols.join(', ') : `${symbols[0]} + ${symbols.length - 1} more`;
}

interface Named {
  readonly strategy: string;
  readonly rules?: Readonly<Record<string, unknown>> | undefined;
  readonly strategies?: readonly { readonly strategy: string }[] | undefined;
  readonly backtest?: string | undefined;
}

/** What a run runs: a strategy in code, several of them, or rules by the name that they give themselves; what a simulation draws from where nothing runs. */
export function strategyName({ strategy, rules, strategies, backtest }: Named): string {
  if (backtest !== undefined) return 'a finished backtest';
  if (strategies !== undefined) return strategies.map((one) => one.strategy).join(' + ');
  return typeof rules?.name === 'string' ? rules.name : strategy;
}

/** Labels of a time axis, UTC: months when ticks are weeks apart, days when they are days apart, else times of day with the date at midnight. */
export function timeTicks(ticks: readonly number[]): string[] {
  const gap = (ticks[1] ?? 0) - (ticks[0] ?? 0);
  return ticks.map((seconds) => {
    const date = new Date(seconds * 1000);
    const month = date.toLocaleString('en-GB', { month: 'short', timeZone: 'UTC' });
    if (gap >= 27 * 86_400) return `${month} ${date.getUTCFullYear()}`;
    return gap >= 86_400 || seconds % 86_400 === 0 ? `${date.getUTCDate()} ${month}` : date.toISOString().slice(11, 16);
  });
}

/** Seconds as the two largest units: "3 d 4 h", "25 min". */
export function duration(seconds: number): string {
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor((seconds % 86_400) / 3600), Math.round((seconds % 3600) / 60)];
  if (days > 0) return hours > 0 && days < 100 ? `${count(days)} d ${hours} h` : `${count(days)} d`;
  return hours > 0 ? `${hours} h${minutes > 0 ? ` ${minutes} min` : ''}` : `${minutes} min`;
}
