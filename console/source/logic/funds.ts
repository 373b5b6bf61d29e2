import { parseTimeframe } from '../../../shared/domain/timeframe.ts';
import type { Dataset, StrategyInfo } from '../api/types.ts';

/** What the form holds of the account: text as typed, datasets by their ids. */
export interface Funds {
  readonly account: 'split' | 'shared';
  /** An amount; on a shared account also by currency, like `8000:USDT, 2000:EUR`. */
  readonly cash: string;
  readonly currency: string;
  readonly conversionBps: string;
  readonly rates: readonly string[];
  /** Finer datasets, by the dataset that they resolve. */
  readonly detail: Readonly<Record<string, string>>;
}

export const EMPTY_FUNDS: Funds = { account: 'split', cash: '10000', currency: '', conversionBps: '', rates: [], detail: {} };

/** Whether all datasets trade on one account: asked for, or because the strategy sees all of them. */
export const isShared = ({ account }: Pick<Funds, 'account'>, strategy: StrategyInfo | undefined): boolean =>
  account === 'shared' || strategy?.kind === 'portfolio';

/** Cash as typed: an amount, or amounts by currency; undefined for neither. */
export function cashOf(text: string): number | Record<string, number> | undefined {
  if (text.trim() === '') return undefined;
  if (Number(text) > 0) return Number(text);
  const amounts = text.split(',').map((part) => /^\s*([\d.e+]+)\s*:\s*([A-Z0-9]{2,10})\s*$/.exec(part));
  const cash = Object.fromEntries(amounts.flatMap((match) => (match && Number(match[1]) > 0 ? [[match[2], Number(match[1])]] : [])));
  return Object.keys(cash).length === amounts.length ? cash : undefined;
}

/** Cash of a request as it is typed. */
export const cashText = (cash: number | Readonly<Record<string, number>>): string =>
  typeof cash === 'number'
    ? String(cash)
    : Object.entries(cash)
        .map(([currency, amount]) => `${amount}:${currency}`)
        .join(', ');

/** What is wrong, by field. */
export function fundsFaults(funds: Funds, shared: boolean): Record<string, string> {
  const cash = cashOf(funds.cash);
  const faults: Record<string, string> = {};
  if (cash === undefined) faults['cash'] = shared ? 'an amount above 0, or by currency like 8000:USDT, 2000:EUR' : 'an amount above 0';
  if (!shared && typeof cash === 'object') faults['cash'] = 'only one account for all holds several currencies';
  if (!shared) return faults;
  if (funds.currency !== '' && !/^[A-Z0-9]{2,10}$/.test(funds.currency)) faults['currency'] = 'capital letters and digits, like USD';
  const bps = funds.conversionBps.trim();
  if (bps !== '' && !(Number(bps) >= 0 && Number(bps) <= 10_000)) faults['conversionBps'] = 'from 0 to 10000 basis points';
  else if (bps !== '' && typeof cash === 'number') faults['conversionBps'] = 'only with cash by currency';
  return faults;
}

/** The account's part of a request, which has no faults; its detail is in the order of the datasets. */
export function fundsOf({ account, cash, currency, conversionBps, rates, detail }: Funds, datasets: readonly string[], shared: boolean) {
  const finer = datasets.flatMap((id) => detail[id] ?? []);
  return {
    cash: cashOf(cash),
    ...(account === 'shared' ? { account } : {}),
    ...(shared && currency !== '' ? { currency } : {}),
    ...(shared && conversionBps.trim() !== '' ? { conversionBps: Number(conversionBps) } : {}),
    ...(shared && rates.length > 0 ? { rates } : {}),
    ...(finer.length > 0 ? { detail: finer } : {}),
  };
}

const span = ({ timeframe }: Dataset): number => (timeframe === null ? Number.NaN : parseTimeframe(timeframe));

/** The chosen datasets that finer ones of the platform resolve, each with those. Of several timeframes of an instrument one account trades the shortest. */
export function finerOf(
  datasets: readonly Dataset[],
  chosen: readonly string[],
  shared: boolean,
): { readonly dataset: Dataset; readonly finer: readonly Dataset[] }[] {
  const ready = datasets.filter(({ status }) => status === 'READY');
  const own = chosen.flatMap((id) => ready.find((dataset) => dataset.id === id) ?? []);
  const traded = own.filter((dataset) => !shared || own.every((other) => other.symbol !== dataset.symbol || span(other) >= span(dataset)));
  return traded.flatMap((dataset) => {
    const finer = ready.filter(
      (other) => other.symbol === dataset.symbol && span(other) < span(dataset) && span(dataset) % span(other) === 0,
    );
    return finer.length === 0 ? [] : [{ dataset, finer }];
  });
}
