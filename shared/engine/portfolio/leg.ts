import type { Bars } from '../../domain/bars.ts';
import { timeframeName } from '../../domain/timeframe.ts';
import type { Fill } from '../../domain/fill.ts';
import type { OrderId } from '../../domain/order.ts';
import type { Trade } from '../../domain/trade.ts';
import type { Indicators } from '../../strategies/define.ts';
import type { Account } from '../account.ts';
import type { Arena } from '../arena.ts';
import type { Holding } from '../holding.ts';
import { nothingPaid } from '../costs/fees.ts';
import { slipOf } from '../costs/slip-of.ts';
import type { SlippageModel } from '../costs/slippage.ts';
import { realismOf } from '../execution.ts';
import { indicatorViews } from '../indicator-views.ts';
import type { EngineOptions } from '../options.ts';
import type { SizingAccount } from '../sizing/sizer.ts';
import { SimulatedVenue } from '../simulated-venue.ts';
import type { LegBeside } from './leg-beside.ts';
import type { Market } from './market.ts';

/** Stands for the target that closes among the numbers of orders. */
const TARGET: OrderId = 0;

interface LegParts {
  readonly account: Account;
  readonly market: Market;
  readonly options: EngineOptions;
  readonly beside: LegBeside;
  /** What its sizes depend on beside its bars: the sleeve. */
  readonly sizingAccount: SizingAccount;
  /** Its strategy may ask for something while a bar of it is under way. */
  readonly midway: boolean;
  readonly arena: Arena;
}

/** One instrument in one sleeve: its position, its orders, and what the strategy sees of it. */
export class Leg {
  readonly market: Market;
  readonly holding: Holding;
  readonly venue: SimulatedVenue;
  readonly views: Readonly<Record<string, unknown>>;
  /** First row at which the strategy may look. */
  readonly readyRow: number;
  readonly #slippageRate: number;
  /** Instead of the rate. */
  readonly #slippage: SlippageModel | undefined;
  /** A position was held once the orders of the last open had filled. */
  heldAtOpen = false;
  #openedRow = -1;
  /** Row at whose open no rate was known. */
  #missedRow = -1;
  /** Row that is worked through by its parts, and the next of them. */
  #partsRow = -1;
  #nextPart = -1;
  #told = 0;
  /** Numbers of the orders of rebalances that did not fill whole at once. */
  #unfinished: OrderId[] = [];
  /** Number of the round trip that the end of its bars closed, -1 when none. */
  #endedTrade = -1;

  constructor(indicators: Indicators, { account, market, options, beside, sizingAccount, midway, arena }: LegParts) {
    const { bars, cursor, instrument, startRow } = market;
    const longer = new Map(market.longer.map((own) => [timeframeName(own.timeframeUs), own]));
    const { views, warmup } = indicatorViews(indicators, { bars, cursor, arena, longer, beside: beside.of(market, indicators) });
    this.market = market;
    this.views = views;
    this.readyRow = Math.max(startRow, warmup);
    this.holding = account.hold(instrument);
    const { sizing, slippageBps, execution } = options;
    const { liquidity, locates, detail } = market;
    const parts = { bars, holding: this.holding, liquidity, locates, detail, midway };
    const realism = execution || detail || midway ? realismOf(execution ?? {}, parts) : undefined;
    this.venue = new SimulatedVenue({ bars, holding: this.holding, sizing, sizingAccount, slippageBps, realism });
    this.#slippageRate = options.slippageBps / 10_000;
    this.#slippage = execution?.slippage;
  }

  /** Row of the bar that opened or closed last. */
  get row(): number {
    return this.market.startRow + this.market.calendar.bar;
  }

  /** A bar has closed, the indicators have values, the currency a rate, and more bars come. */
  get known(): boolean {
    const { cursor, ends, lastRow } = this.market;
    return cursor.row >= this.readyRow && !(ends && cursor.row === lastRow) && !Number.isNaN(this.holding.rate);
  }

  /** Finer data of the bar that opened last, from a row and before another; undefined where it has none. */
  get parts(): { readonly bars: Bars; readonly from: number; readonly to: number } | undefined {
    const { row } = this;
    const { detail } = this.market;
    if (detail === undefined || detail.to(row) === detail.from(row)) return undefined;
    return { bars: detail.bars, from: detail.from(row), to: detail.to(row) };
  }

  /** Price at which the bar that opened last does, of its finer data where it has some. */
  get openPrice(): number {
    const { parts, market, row } = this;
    return (parts === undefined ? market.bars.open[row] : parts.bars.open[parts.from]) as number;
  }

  /** What a unit costs (`direction` 1) or brings (-1) at the open of the bar that opened last, when so many signed lots are traded. */
  openPaid(direction: number, signedLots: number): number {
    const open = this.openPrice;
    if (this.#slippage === undefined) return open * (direction > 0 ? 1 + this.#slippageRate : 1 - this.#slippageRate);
    const { parts, market, row } = this;
    const slip = this.#slip(signedLots, open, { bars: parts?.bars ?? market.bars, row: parts?.from ?? row });
    return direction > 0 ? open + slip : open - slip;
  }

  /** What a trade costs by slippage depends on its size. */
  get slipsBySize(): boolean {
    return this.#slippage !== undefined;
  }

  #slip(signedLots: number, price: number, { bars, row }: { readonly bars: Bars; readonly row: number }): number {
    if (this.#slippage === undefined) return price * this.#slippageRate;
    const quantity = this.holding.units(Math.abs(signedLots));
    return slipOf(this.#slippage, {
      side: signedLots > 0 ? 'buy' : 'sell',
      quantity,
      price,
      volume: bars.volume[row] as number,
      bars,
      row,
    });
  }

  /** Executes what the open of `row` executes, once. Without a rate of its currency nothing does: orders wait. */
  open(row: number): void {
    if (this.venue.idle || this.#openedRow === row) return;
    if (Number.isNaN(this.holding.rate)) this.#missedRow = row;
    if (this.#missedRow === row) return;
    this.#openedRow = row;
    if (this.venue.deals) this.venue.deal(row);
    else this.venue.atOpen(row);
    this.heldAtOpen = this.holding.lots !== 0;
  }

  /** Trades so many signed lots of a rebalance at the open of `row`, with whatever else that open executes. */
  rebalance(change: number, row: number): void {
    const { holding, venue } = this;
    const wanted = holding.lots + change;
    // Orders count as placed at the close before; a quantity in units could lose a lot to rounding, which must not be left of what is closed.
    let id = TARGET;
    if (change !== 0 && wanted === 0) venue.aim(0, row - 1);
    else if (change !== 0)
      id = venue.submit({ type: 'market', side: change > 0 ? 'buy' : 'sell', quantity: holding.units(Math.abs(change)) }, row - 1);
    this.open(row);
    this.markOpen();
    if (holding.lots !== wanted) this.#unfinished.push(id);
  }

  /** Something of an earlier rebalance may not have filled. */
  get isUnfinished(): boolean {
    return this.#unfinished.length > 0;
  }

  /** Takes back what is left of earlier rebalances before the open of `row`; returns the signed lots of it that may fill all the same. */
  recall(row: number): number {
    let lots = 0;
    this.#unfinished = this.#unfinished.filter((id) => {
      const left = id === TARGET ? this.venue.recallTarget() : this.venue.recall(id, row - 1);
      lots += left;
      return left !== 0;
    });
    return lots;
  }

  /** Executes what the rest of the bar at `row` executes. */
  inside(row: number): void {
    // Where nothing waited at its open, something may have come since.
    this.open(row);
    if (!this.venue.idle && this.#openedRow === row) this.venue.inside(row);
  }

  /** Where in its finer data the bar that opened last has been worked through to. */
  get nextPart(): number {
    return this.#partsRow === this.row ? this.#nextPart : (this.parts?.from ?? 0);
  }

  /** Executes what one part of the bar that opened last executes. */
  part(at: number): void {
    this.#partsRow = this.row;
    this.#nextPart = at + 1;
    if (!this.venue.idle && this.#openedRow === this.row) this.venue.part(this.row, at);
  }

  /** Closes the position at the last close, with costs: its market is no more. */
  end(): void {
    const { holding, market } = this;
    if (holding.lots === 0) return;
    const row = market.lastRow;
    const close = market.bars.close[row] as number;
    const slipPrice = this.#slip(-holding.lots, close, { bars: market.bars, row });
    const price = holding.lots > 0 ? close - slipPrice : close + slipPrice;
    const timeUs = (market.bars.time[row] as number) + market.bars.timeframeUs;
    holding.book(-holding.lots, price, { row, timeUs, orderId: 0, slipPrice, maker: false, paid: nothingPaid() });
    this.#endedTrade = holding.recorder.closedTrades().length - 1;
  }

  /** Marks the position at the open of the bar that opened last. */
  markOpen(): void {
    if (this.holding.lots !== 0) this.holding.markAt(this.openPrice);
  }

  /** There are fills that nobody has been told of. */
  get hasNews(): boolean {
    return this.#told < this.holding.fills.length;
  }

  /** Fills that nobody has been told of. */
  newFills(): readonly Fill[] {
    const { fills } = this.holding;
    if (this.#told === fills.length) return [];
    const found = Array.from({ length: fills.length - this.#told }, (_, i) => fills.at(this.#told + i));
    this.#told = fills.length;
    return found;
  }

  /** Round trips, the open one last and marked at the last close. */
  trades(): Trade[] {
    const { recorder, rate } = this.holding;
    const closed = recorder.closedTrades();
    const ended = closed[this.#endedTrade];
    if (ended !== undefined) closed[this.#endedTrade] = { ...ended, delisted: true };
    const { bars, lastRow } = this.market;
    const open = recorder.openTrade(bars.close[lastRow] as number, lastRow, rate);
    return open ? [...closed, open] : closed;
  }
}
