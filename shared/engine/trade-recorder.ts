import type { Instrument } from '../domain/instrument.ts';
import type { Trade } from '../domain/trade.ts';

/** One execution as the recorder needs it: `signed` quantity in units, money amounts in the instrument's currency. */
export interface Execution {
  readonly row: number;
  readonly timeUs: number;
  readonly signed: number;
  readonly price: number;
  readonly commission: number;
  readonly slippage: number;
}

/**
 * Folds executions into round trips, flat to flat. Scale-ins average the entry, partial exits the exit;
 * a fill that flips the position is split, its commission and slippage pro rata.
 */
export class TradeRecorder {
  readonly trades: Trade[] = [];
  readonly #instrument: Instrument;
  #direction: 1 | -1 = 1;
  #held = 0;
  #entered = 0;
  #entryNotional = 0;
  #exited = 0;
  #exitNotional = 0;
  #commission = 0;
  #slippage = 0;
  #entryTimeUs = 0;
  #entryRow = 0;

  constructor(instrument: Instrument) {
    this.#instrument = instrument;
  }

  /** Average price of the units entered in the round trip under way; NaN when flat. */
  get entryPrice(): number {
    return this.#held === 0 ? NaN : this.#entryNotional / this.#entered;
  }

  /** `heldAfter` is the signed position after the execution, exactly zero when flat: rounding never leaves a crumb. */
  record(execution: Execution, heldAfter: number): void {
    const { signed, price } = execution;
    const size = Math.abs(signed);
    if (this.#held === 0) {
      this.#open(execution, 1, size);
    } else if (signed * this.#direction > 0) {
      this.#entered += size;
      this.#entryNotional += size * price;
      this.#pay(execution, 1);
    } else {
      const flips = heldAfter * this.#direction < 0;
      const closing = flips ? Math.abs(this.#held) : size;
      const share = closing / size;
      this.#exited += closing;
      this.#exitNotional += closing * price;
      this.#pay(execution, share);
      if (flips || heldAfter === 0) this.#close(execution);
      if (flips) this.#open(execution, 1 - share, Math.abs(heldAfter));
    }
    this.#held = heldAfter;
  }

  /** The round trip still open, marked at `markPrice`, or undefined when flat. */
  openTrade(markPrice: number, lastRow: number): Trade | undefined {
    if (this.#held === 0) return undefined;
    const marked = this.#exitNotional + Math.abs(this.#held) * markPrice;
    return this.#trade({ exitTimeUs: null, exitPrice: null, markPrice, received: marked, lastRow });
  }

  #open(execution: Execution, share: number, size: number): void {
    this.#direction = execution.signed > 0 ? 1 : -1;
    this.#entered = size;
    this.#entryNotional = size * execution.price;
    this.#exited = 0;
    this.#exitNotional = 0;
    this.#commission = 0;
    this.#slippage = 0;
    this.#entryTimeUs = execution.timeUs;
    this.#entryRow = execution.row;
    this.#pay(execution, share);
  }

  #pay(execution: Execution, share: number): void {
    this.#commission += execution.commission * share;
    this.#slippage += execution.slippage * share;
  }

  #close({ timeUs, price, row }: Execution): void {
    const exitPrice = this.#exitNotional / this.#exited;
    this.trades.push(this.#trade({ exitTimeUs: timeUs, exitPrice, markPrice: price, received: this.#exitNotional, lastRow: row }));
  }

  #trade(end: { exitTimeUs: number | null; exitPrice: number | null; markPrice: number; received: number; lastRow: number }): Trade {
    const { symbol, multiplier } = this.#instrument;
    const pnl = (end.received - this.#entryNotional) * this.#direction * multiplier - this.#commission;
    return {
      symbol,
      side: this.#direction === 1 ? 'long' : 'short',
      entryTimeUs: this.#entryTimeUs,
      exitTimeUs: end.exitTimeUs,
      quantity: this.#entered,
      entryPrice: this.#entryNotional / this.#entered,
      exitPrice: end.exitPrice,
      markPrice: end.markPrice,
      pnl,
      returnRatio: pnl / (this.#entryNotional * multiplier),
      commission: this.#commission,
      slippage: this.#slippage,
      bars: end.lastRow - this.#entryRow,
    };
  }
}
