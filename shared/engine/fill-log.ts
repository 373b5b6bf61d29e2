import type { Fill } from '../domain/fill.ts';
import type { Arena } from './arena.ts';
import { RowLog } from './row-log.ts';

const WIDTH = 6;

/** The fills of a run as rows of doubles; objects are made when somebody asks. */
export class FillLog {
  readonly #rows: RowLog;
  readonly #instrumentId: string;

  constructor(instrumentId: string, arena: Arena) {
    this.#rows = new RowLog(WIDTH, arena);
    this.#instrumentId = instrumentId;
  }

  get length(): number {
    return this.#rows.length;
  }

  /** Time of the last fill; 0 before the first. */
  get lastTimeUs(): number {
    return this.length === 0 ? 0 : (this.#rows.row(this.length - 1)[1] as number);
  }

  /** `signed` is the quantity in units, negative for a sale. */
  add(orderId: number, timeUs: number, fill: { signed: number; price: number; commission: number; slippage: number }): void {
    const at = this.#rows.extend();
    const data = this.#rows.chunk;
    data[at] = orderId;
    data[at + 1] = timeUs;
    data[at + 2] = fill.signed;
    data[at + 3] = fill.price;
    data[at + 4] = fill.commission;
    data[at + 5] = fill.slippage;
  }

  at(index: number): Fill {
    const [orderId, timeUs, signed, price, commission, slippage] = this.#rows.row(index) as unknown as Row;
    const side = signed > 0 ? 'buy' : 'sell';
    return { orderId, instrumentId: this.#instrumentId, timeUs, side, quantity: Math.abs(signed), price, commission, slippage };
  }

  toArray(): Fill[] {
    return Array.from({ length: this.length }, (_, index) => this.at(index));
  }
}

type Row = [orderId: number, timeUs: number, signed: number, price: number, commission: number, slippage: number];
