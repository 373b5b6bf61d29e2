import { DAY_US, daysFromCivil, type TimeUs } from '../../domain/time.ts';
import type { BarRow } from '../../domain/bar-row.ts';
import { HistoryError } from '../../ports/history-source.ts';

export interface BhavRow extends BarRow {
  readonly exchange: 'nse' | 'bse';
  readonly symbol: string;
  /** Series of NSE or group of BSE: EQ, BE, A, B. */
  readonly series: string;
  readonly isin?: string;
}

interface Layout {
  readonly exchange: 'nse' | 'bse' | 'told';
  readonly symbol: string;
  readonly series: string;
  readonly prices: readonly [open: string, high: string, low: string, close: string];
  readonly volume: string;
  /** Column of the day; the layout without one has it in its file name. */
  readonly day?: string;
  readonly isin?: string;
}

/** The files as NSE and BSE have published them: the common format of July 2024 on (`Src` says whose), and before it one of each. */
const LAYOUTS: readonly Layout[] = [
  {
    exchange: 'told',
    symbol: 'TckrSymb',
    series: 'SctySrs',
    prices: ['OpnPric', 'HghPric', 'LwPric', 'ClsPric'],
    volume: 'TtlTradgVol',
    day: 'TradDt',
    isin: 'ISIN',
  },
  {
    exchange: 'nse',
    symbol: 'SYMBOL',
    series: 'SERIES',
    prices: ['OPEN', 'HIGH', 'LOW', 'CLOSE'],
    volume: 'TOTTRDQTY',
    day: 'TIMESTAMP',
    isin: 'ISIN',
  },
  {
    exchange: 'bse',
    symbol: 'SC_NAME',
    series: 'SC_GROUP',
    prices: ['OPEN', 'HIGH', 'LOW', 'CLOSE'],
    volume: 'NO_OF_SHRS',
  },
];

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** The rows of one day's file, in its order. Throws `HistoryError` naming file, line and cell of what cannot be read. */
export function readBhavcopy(text: string, file: string): BhavRow[] {
  const [head = '', ...lines] = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const names = head.split(',').map((name) => name.trim());
  const layout = LAYOUTS.find(({ symbol, volume, prices }) => [symbol, volume, ...prices].every((name) => names.includes(name)));
  if (layout === undefined) throw new HistoryError('malformed', `${file}: is no bhavcopy; its first column is "${names[0] ?? ''}"`);
  return lines.map((line, i) => {
    const cells = line.split(',').map((cell) => cell.trim());
    const cell = (name: string | undefined) => (name === undefined ? '' : (cells[names.indexOf(name)] ?? ''));
    const where = `${file}, line ${i + 2}`;
    const number = (name: string) => {
      const value = Number(cell(name));
      if (cell(name) !== '' && Number.isFinite(value) && value >= 0) return value;
      throw new HistoryError('malformed', `${where}: ${name} is "${cell(name)}", but must be a number from 0`);
    };
    const [open, high, low, close] = layout.prices.map(number) as [number, number, number, number];
    const exchange = layout.exchange === 'told' ? (cell('Src') === 'BSE' ? 'bse' : 'nse') : layout.exchange;
    return {
      exchange,
      symbol: cell(layout.symbol).replaceAll(/[^A-Za-z0-9./:_-]/g, '_'),
      series: cell(layout.series),
      ...(cell(layout.isin) === '' ? {} : { isin: cell(layout.isin) }),
      timeUs: dayOf(layout.day === undefined ? file : cell(layout.day), where),
      open,
      high,
      low,
      close,
      volume: number(layout.volume),
    };
  });
}

/** Midnight UTC of `2024-07-08`, `08-JUL-2024`, or the six digits day, month, year in a name like `EQ080724.CSV`. */
function dayOf(text: string, where: string): TimeUs {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (iso) return daysFromCivil(Number(iso[1]), Number(iso[2]), Number(iso[3])) * DAY_US;
  const worded = /^(\d{2})-([A-Z]{3})-(\d{4})$/.exec(text.toUpperCase());
  const month = MONTHS.indexOf(worded?.[2] ?? '') + 1;
  if (worded && month > 0) return daysFromCivil(Number(worded[3]), month, Number(worded[1])) * DAY_US;
  const named = /(\d{2})(\d{2})(\d{2})(?=\D*$)/.exec(text);
  if (named) return daysFromCivil(2000 + Number(named[3]), Number(named[2]), Number(named[1])) * DAY_US;
  throw new HistoryError('malformed', `${where}: no day in "${text}"`);
}
