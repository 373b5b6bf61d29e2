import type { Backtest } from '../api/types.ts';
import { count, money, percent, quantity, signedMoney } from './format.ts';

/** Rows of text under a header. */
export interface TextTable {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Instruments that a page lists. */
const INSTRUMENTS_MAX = 100;

/** What the strategies, the instruments and the currencies of a run made of it; nothing of what there is only one. */
export function accountTables({ sleeves, positions, wallets }: Pick<Backtest, 'sleeves' | 'positions' | 'wallets'>): TextTable[] {
  const several = (rows: readonly unknown[] | null | undefined) => (rows?.length ?? 0) > 1;
  return [
    ...(several(sleeves) ? [sleeveTable(sleeves ?? [])] : []),
    ...(several(positions) ? [positionTable(positions ?? [])] : []),
    ...((wallets?.length ?? 0) > 0 ? [walletTable(wallets ?? [])] : []),
  ];
}

function sleeveTable(sleeves: NonNullable<Backtest['sleeves']>): TextTable {
  return {
    title: 'By strategy',
    header: ['Strategy', 'Start equity', 'End equity', 'Return', 'Max drawdown', 'Sharpe', 'Trades', 'Exposure', 'Commission'],
    rows: sleeves.map((s) => [
      s.name,
      money(s.startEquity),
      money(s.endEquity),
      percent(s.totalReturn, { signed: true }),
      percent(s.maxDrawdown),
      s.sharpe === null ? 'n/a' : money(s.sharpe),
      count(s.tradeCount),
      percent(s.exposure),
      money(s.commission),
    ]),
  };
}

/** On a shared account no instrument has a part of the cash of its own, so that it has a gain and no return. */
function positionTable(positions: NonNullable<Backtest['positions']>): TextTable {
  const listed = positions.slice(0, INSTRUMENTS_MAX);
  return {
    title: listed.length < positions.length ? `By instrument, the first ${count(INSTRUMENTS_MAX)}` : 'By instrument',
    header: ['Instrument', 'Return', 'P&L', 'Unrealised', 'Trades', 'Exposure', 'Commission', 'Held at the end'],
    rows: listed.map((p) => [
      p.symbol,
      p.startEquity === null || p.endEquity === null ? 'n/a' : percent(p.endEquity / p.startEquity - 1, { signed: true }),
      signedMoney(p.pnl),
      signedMoney(p.unrealisedPnl),
      count(p.tradeCount),
      percent(p.exposure),
      money(p.commission),
      quantity(p.quantity),
    ]),
  };
}

function walletTable(wallets: NonNullable<Backtest['wallets']>): TextTable {
  const rate = (value: number | null) => (value === null ? 'n/a' : quantity(value));
  return {
    title: 'Cash by currency',
    header: ['Currency', 'Start', 'End', 'Rate at the start', 'Rate at the end', 'Bought', 'Sold', 'Currency gain', 'Conversion cost'],
    rows: wallets.map((w) => [
      w.currency,
      money(w.start),
      money(w.end),
      rate(w.startRate),
      rate(w.endRate),
      money(w.bought),
      money(w.sold),
      signedMoney(w.currencyGain),
      money(w.conversionCost),
    ]),
  };
}
