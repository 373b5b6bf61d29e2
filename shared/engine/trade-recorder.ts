import type { Instrument } from '../domain/instrument.ts';
import { SECOND_US } from '../domain/time.ts';
import type { Trade } from '../domain/trade.ts';
import type { Arena } from './arena.ts';
import type { FillLog } from './fill-log.ts';
import { RowLog } from './row-log.ts';

/** One fill: `signed` quantity in units, money amounts in the instrument's currency, of which one is worth `rate` of the account's. */
interface Execution {
  readonly row: number;
  readonly timeUs: number;
  readonly signed: number;
  readonly price: number;
  readonly rate: number;
  readonly commission: number;
  readonly slippage: number;
}

/** Columns of a closed round trip in the log, as `#close` writes them. */
const WIDTH = 13;

interface Begun {
  readonly direction: number;
  readonly entryTimeUs: number;
  readonly entered: number;
  /** Entry prices x quantities, each in the account's currency at the rate of its time. */
  readonly entryMoney: number;
  readonly entryPrice: number;
  readonly commission: number;
  readonly slippage: number;
  readonly carry: number;
}

interface Ends {
  readonly exitTimeUs: number | null;
  readonly exitPrice: number | null;
  readonly markPrice: number;
  readonly received: number;
  readonly bars: number;
}

/**
 * Folds the fills of a log into round trips, flat to flat. Scale-ins average the entry, partial exits the exit; a fill that flips the position is split,
 * its commission and slippage pro rata. Fills are folded when somebody asks: all at once is cheaper than each as it comes.
 */
export class TradeRecorder {
  readonly #closed: RowLog;
  readonly #fills: RowLog;
  readonly #instrument: Instrument;
  /** How many of the fills are folded. */
  #folded = 0;
  readonly #execution = { row: 0, timeUs: 0, signed: 0, price: 0, rate: 1, commission: 0, slippage: 0 };
  #direction: 1 | -1 = 1;
  #held = 0;
  #entered = 0;
  #entryNotional = 0;
  #entryMoney = 0;
  /** Averages; of a single fill its very price, which dividing the notional would blur. */
  #entryPrice = NaN;
  #exited = 0;
  #exitNotional = 0;
  #exitMoney = 0;
  #exitPrice = NaN;
  #commission = 0;
  #slippage = 0;
  /** What holding it cost besides, in the account's currency. */
  #carry = 0;
  #entryTimeUs = 0;
  #entryRow = 0;

  constructor(instrument: Instrument, fills: FillLog, arena: Arena) {
    this.#closed = new RowLog(WIDTH, arena);
    this.#fills = fills.rows;
    this.#instrument = instrument;
    arena.recorders.push(this);
  }

  /** Average price of the units entered in the round trip under way; NaN when flat. */
  get entryPrice(): number {
    this.#fold();
    return this.#held === 0 ? NaN : this.#entryPrice;
  }

  #fold(): void {
    const { length } = this.#fills;
    while (this.#folded < length) {
      if (this.#held === 0 && this.#folded + 1 < length && this.#foldTwo()) this.#folded += 2;
      else this.#foldOne();
    }
  }

  /**
   * Folds two fills of which the second ends what the first begins, as most round trips are: writes at once what `#open` and `#close` write one after the
   * other. False when the second does not.
   */
  #foldTwo(): boolean {
    const entry = this.#fills.chunkOf(this.#folded);
    const from = this.#fills.offsetOf(this.#folded);
    const exit = this.#fills.chunkOf(this.#folded + 1);
    const to = this.#fills.offsetOf(this.#folded + 1);
    if (exit[to + 8] !== 0) return false;
    const size = Math.abs(entry[from + 2] as number);
    const price = entry[from + 3] as number;
    const rate = entry[from + 7] as number;
    const exitPrice = exit[to + 3] as number;
    const exitRate = exit[to + 7] as number;
    const at = this.#closed.extend();
    const data = this.#closed.chunk;
    data[at] = (entry[from + 2] as number) > 0 ? 1 : -1;
    data[at + 1] = entry[from + 1] as number;
    data[at + 2] = exit[to + 1] as number;
    data[at + 3] = size;
    data[at + 4] = size * price * rate;
    data[at + 5] = price;
    data[at + 6] = Math.abs(exit[to + 2] as number) * exitPrice * exitRate;
    data[at + 7] = exitPrice;
    data[at + 8] = (entry[from + 4] as number) * rate + (exit[to + 4] as number) * exitRate;
    data[at + 9] = (entry[from + 5] as number) * rate + (exit[to + 5] as number) * exitRate;
    data[at + 10] = (exit[to + 6] as number) - (entry[from + 6] as number);
    data[at + 11] = exitPrice;
    data[at + 12] = 0;
    return true;
  }

  #foldOne(): void {
    const data = this.#fills.chunkOf(this.#folded);
    const at = this.#fills.offsetOf(this.#folded);
    const execution = this.#execution;
    execution.timeUs = data[at + 1] as number;
    execution.signed = data[at + 2] as number;
    execution.price = data[at + 3] as number;
    execution.commission = data[at + 4] as number;
    execution.slippage = data[at + 5] as number;
    execution.row = data[at + 6] as number;
    execution.rate = data[at + 7] as number;
    this.#record(execution, data[at + 8] as number);
    this.#folded++;
  }

  /** `heldAfter` is the signed position after the execution, exactly zero when flat: rounding never leaves a crumb. */
  #record(execution: Execution, heldAfter: number): void {
    const { signed, price, rate } = execution;
    const size = Math.abs(signed);
    if (this.#held === 0) {
      this.#open(execution, 1, size);
    } else if (signed * this.#direction > 0) {
      this.#entered += size;
      this.#entryNotional += size * price;
      this.#entryMoney += size * price * rate;
      this.#entryPrice = this.#entryNotional / this.#entered;
      this.#pay(execution, 1);
    } else {
      const flips = heldAfter * this.#direction < 0;
      const closing = flips ? Math.abs(this.#held) : size;
      const share = closing / size;
      this.#exitPrice = this.#exited === 0 ? price : (this.#exitNotional + closing * price) / (this.#exited + closing);
      this.#exited += closing;
      this.#exitNotional += closing * price;
      this.#exitMoney += closing * price * rate;
      this.#pay(execution, share);
      if (flips || heldAfter === 0) this.#close(execution);
      if (flips) this.#open(execution, 1 - share, Math.abs(heldAfter));
    }
    this.#held = heldAfter;
  }

  /** Takes what holding cost from the round trip under way; of a flat position it is nobody's. */
  charge(amount: number): void {
    this.#fold();
    if (this.#held !== 0) this.#carry += amount;
  }

  /** Turns every unit of the round trip under way into `ratio` units at a price that much lower, of which `heldAfter` are held. */
  split(ratio: number, heldAfter: number): void {
    this.#fold();
    this.#entered *= ratio;
    this.#exited *= ratio;
    this.#entryPrice /= ratio;
    this.#exitPrice /= ratio;
    this.#held = heldAfter;
  }

  /** Closed round trips in order of exit. */
  closedTrades(): Trade[] {
    this.#fold();
    const trades: Trade[] = [];
    for (let index = 0; index < this.#closed.length; index++) trades.push(this.#closedTrade(index));
    return trades;
  }

  /** Net returns of the last round trips, `most` of them at most, in order of exit. */
  lastReturns(most: number): number[] {
    this.#fold();
    const returns: number[] = [];
    for (let index = Math.max(0, this.#closed.length - most); index < this.#closed.length; index++)
      returns.push(this.#closedTrade(index).returnRatio);
    return returns;
  }

  #closedTrade(index: number): Trade {
    const log = this.#closed;
    const begun = {
      direction: log.get(index, 0),
      entryTimeUs: log.get(index, 1),
      entered: log.get(index, 3),
      entryMoney: log.get(index, 4),
      entryPrice: log.get(index, 5),
      commission: log.get(index, 8),
      slippage: log.get(index, 9),
      carry: log.get(index, 12),
    };
    const [exitTimeUs, received, exitPrice] = [log.get(index, 2), log.get(index, 6), log.get(index, 7)];
    return this.#trade(begun, { exitTimeUs, exitPrice, markPrice: log.get(index, 11), received, bars: log.get(index, 10) });
  }

  /** How many round trips are closed. */
  get closed(): number {
    this.#fold();
    return this.#closed.length;
  }

  /** Writes net pnl and seconds held of the closed round trips in order of exit, without an object each. The columns must be `closed` long at least. */
  writePnl(pnl: Float64Array, holdSeconds: Float64Array): void {
    this.#fold();
    const log = this.#closed;
    const { multiplier } = this.#instrument;
    for (let index = 0; index < log.length; index++) {
      const gained = gainOf(log.get(index, 0), log.get(index, 4), log.get(index, 6));
      pnl[index] = gained * multiplier - log.get(index, 8) - log.get(index, 12);
      holdSeconds[index] = (log.get(index, 2) - log.get(index, 1)) / SECOND_US;
    }
  }

  /** The round trip still open, marked at `markPrice` and the account's `rate`, or undefined when flat. */
  openTrade(markPrice: number, lastRow: number, rate = 1): Trade | undefined {
    this.#fold();
    if (this.#held === 0) return undefined;
    const received = this.#exitMoney + Math.abs(this.#held) * markPrice * rate;
    const begun = {
      direction: this.#direction,
      entryTimeUs: this.#entryTimeUs,
      entered: this.#entered,
      entryMoney: this.#entryMoney,
      entryPrice: this.#entryPrice,
      commission: this.#commission,
      slippage: this.#slippage,
      carry: this.#carry,
    };
    return this.#trade(begun, { exitTimeUs: null, exitPrice: null, markPrice, received, bars: lastRow - this.#entryRow });
  }

  #open(execution: Execution, share: number, size: number): void {
    this.#direction = execution.signed > 0 ? 1 : -1;
    this.#entered = size;
    this.#entryNotional = size * execution.price;
    this.#entryMoney = size * execution.price * execution.rate;
    this.#entryPrice = execution.price;
    this.#exited = 0;
    this.#exitNotional = 0;
    this.#exitMoney = 0;
    this.#commission = 0;
    this.#slippage = 0;
    this.#carry = 0;
    this.#entryTimeUs = execution.timeUs;
    this.#entryRow = execution.row;
    this.#pay(execution, share);
  }

  #pay(execution: Execution, share: number): void {
    this.#commission += execution.commission * execution.rate * share;
    this.#slippage += execution.slippage * execution.rate * share;
  }

  #close({ timeUs, price, row }: Execution): void {
    const at = this.#closed.extend();
    const data = this.#closed.chunk;
    data[at] = this.#direction;
    data[at + 1] = this.#entryTimeUs;
    data[at + 2] = timeUs;
    data[at + 3] = this.#entered;
    data[at + 4] = this.#entryMoney;
    data[at + 5] = this.#entryPrice;
    data[at + 6] = this.#exitMoney;
    data[at + 7] = this.#exitPrice;
    data[at + 8] = this.#commission;
    data[at + 9] = this.#slippage;
    data[at + 10] = row - this.#entryRow;
    data[at + 11] = price;
    data[at + 12] = this.#carry;
  }

  #trade(begun: Begun, ends: Ends): Trade {
    const { symbol, multiplier } = this.#instrument;
    const { direction, entryTimeUs, entered, entryMoney, entryPrice, commission, slippage, carry } = begun;
    const gained = gainOf(direction, entryMoney, ends.received);
    const pnl = gained * multiplier - commission - carry;
    return {
      symbol,
      side: direction === 1 ? 'long' : 'short',
      entryTimeUs,
      exitTimeUs: ends.exitTimeUs,
      quantity: entered,
      entryPrice,
      exitPrice: ends.exitPrice,
      markPrice: ends.markPrice,
      pnl,
      returnRatio: pnl / (entryMoney * multiplier),
      commission,
      slippage,
      bars: ends.bars,
      ...(carry === 0 ? {} : { carry }),
    };
  }
}

function gainOf(direction: number, entryMoney: number, exitMoney: number): number {
  return direction === 1 ? exitMoney - entryMoney : entryMoney - exitMoney;
}
