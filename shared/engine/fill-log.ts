import type { Fill } from '../domain/fill.ts';
import type { Arena } from './arena.ts';
import { RowLog } from './row-log.ts';

const WIDTH = 9;

/**
 * The fills of a run as rows of doubles; objects are made when somebody asks. A row is order, time in us, quantity in units (negative for a sale), price,
 * commission, slippage, then what a round trip needs besides: row of the bars, rate of the currency, signed units held after.
 */
export class FillLog {
  /** Who books writes a row here: a call with all of its numbers would cost more than they do. */
  readonly rows: RowLog;
  readonly #instrumentId: string;

  constructor(instrumentId: string, arena: Arena) {
    this.rows = new RowLog(WIDTH, arena);
    this.#instrumentId = instrumentId;
  }

  get length(): number {
    return this.rows.length;
  }

  at(index: number): Fill {
    const [orderId, timeUs, signed, price, commission, slippage] = this.rows.row(index) as unknown as Row;
    const side = signed > 0 ? 'buy' : 'sell';
    return { orderId, instrumentId: this.#instrumentId, timeUs, side, quantity: Math.abs(signed), price, commission, slippage };
  }

  toArray(): Fill[] {
    return Array.from({ length: this.length }, (_, index) => this.at(index));
  }
}

type Row = [orderId: number, timeUs: number, signed: number, price: number, commission: number, slippage: number];
