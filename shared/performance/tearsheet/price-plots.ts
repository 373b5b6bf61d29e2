import { DAY_US, daysFromCivil, SECOND_US, type TimeUs } from '../../domain/time.ts';
import { fixed, percent } from '../format.ts';
import { type BacktestReport, type PositionLine, type PriceSeries, returnOf, type TradeLine } from '../report.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { area, type Frame, line, paddedRange, plot, xOf, yOf } from './plot.ts';

/** Instruments whose prices a page shows. */
export const PLOTS_MAX = 60;
const TRADES_MAX = 2_000;
/** From here on dots are drawn small until one zooms in. */
const DENSE = 120;

/** One chart an instrument with its trades on the price: small ones side by side when there are several. */
export function pricePlots({ trades, positions }: BacktestReport, prices: readonly PriceSeries[]): Markup {
  if (prices.length === 0) return NOTHING;
  const shown = prices.slice(0, PLOTS_MAX);
  const className = prices.length === 1 ? 'tall' : 'small';
  const plots = shown.map((series) => {
    const own = trades.filter((trade) => trade.symbol === series.symbol);
    return pricePlot(series, own, { className, position: positions.find((position) => position.symbol === series.symbol) });
  });
  const left = prices.length - shown.length;
  const legend = html`<ul class="legend"><li class="dot long">Long entry</li><li class="dot short">Short entry</li><li class="dot win">Exit with profit</li><li class="dot loss">Exit with loss</li><li class="dot open">Still open</li></ul>`;
  return html`<section><header class="bar"><h2>Trades on the price</h2>${legend}</header>
<div class="${prices.length === 1 ? 'single' : 'multiples'}">${plots}</div>
${left > 0 ? html`<p class="note">${left} more instruments are not drawn.</p>` : NOTHING}</section>`;
}

function pricePlot(
  series: PriceSeries,
  all: readonly TradeLine[],
  look: { className: string; position: PositionLine | undefined },
): Markup {
  const { symbol, time, high, low, close, timeframeUs } = series;
  const last = time.at(-1) as number;
  const step = time.length > 1 ? (time[1] as number) - (time[0] as number) : timeframeUs;
  const range = paddedRange([high, low]);
  const frame: Frame = { t0: time[0] as number, t1: last + step, unitUs: timeframeUs, v0: range.low, v1: range.high, format: 'price' };
  const trades = largest(all);
  const middle = (i: number) => (time[i] as number) + step / 2;
  const top = high.map((value, i) => [middle(i), value] as const);
  const bottom = low.map((value, i) => [middle(i), value] as const).reverse();
  const marks = [
    area(frame, 'range', [...top, ...bottom]),
    line(frame, { name: symbol, className: 'price', points: close.map((value, i) => [middle(i), value] as const) }),
    ...tradeMarks(frame, trades),
  ];
  const drawn = trades.length < all.length ? `, the ${fixed(trades.length, 0)} largest drawn` : '';
  const result = look.position && returnOf(look.position) !== null ? ` ${percent(returnOf(look.position), { sign: true })}` : '';
  const caption = html`<h3>${symbol}</h3><span class="muted">${fixed(all.length, 0)} trades${drawn}${result}</span>`;
  return plot(frame, { caption, className: `${look.className}${trades.length > DENSE ? ' dense' : ''}`, marks });
}

/** The trades with the largest gain or loss when there are too many to draw. */
function largest(trades: readonly TradeLine[]): readonly TradeLine[] {
  if (trades.length <= TRADES_MAX) return trades;
  return [...trades].sort((a, b) => Math.abs(b.pnl) - Math.abs(a.pnl)).slice(0, TRADES_MAX);
}

function tradeMarks(frame: Frame, trades: readonly TradeLine[]): Markup[] {
  const paths = { win: '', loss: '', open: '', longEntry: '', shortEntry: '', winExit: '', lossExit: '', openEnd: '' };
  for (const trade of trades) {
    const from = `${xOf(frame, timeOf(trade.entryTime))} ${yOf(frame, trade.entryPrice)}`;
    const endUs = trade.exitTime === null ? frame.t1 : timeOf(trade.exitTime);
    const to = `${xOf(frame, endUs)} ${yOf(frame, trade.exitPrice ?? trade.markPrice)}`;
    const kind = trade.exitTime === null ? 'open' : trade.pnl > 0 ? 'win' : 'loss';
    paths[kind] += `M${from}L${to}`;
    paths[trade.side === 'long' ? 'longEntry' : 'shortEntry'] += `M${from}h0`;
    paths[kind === 'open' ? 'openEnd' : kind === 'win' ? 'winExit' : 'lossExit'] += `M${to}h0`;
  }
  const path = (className: string, d: string) => (d === '' ? NOTHING : html`<path class="${className}" d="${d}"/>`);
  return [
    path('trade win', paths.win),
    path('trade loss', paths.loss),
    path('trade open', paths.open),
    path('dot long', paths.longEntry),
    path('dot short', paths.shortEntry),
    path('dot win', paths.winExit),
    path('dot loss', paths.lossExit),
    path('dot open', paths.openEnd),
  ];
}

/** Microseconds of a time as `toIso` writes it. */
function timeOf(iso: string): TimeUs {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?Z$/.exec(iso);
  if (!match) throw new RangeError(`trade time "${iso}" is not one that a report has`);
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  const fraction = Number((match[7] ?? '').padEnd(6, '0'));
  return daysFromCivil(year, month, day) * DAY_US + ((hour * 60 + minute) * 60 + second) * SECOND_US + fraction;
}
