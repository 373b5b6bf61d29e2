import { BAR_COLUMNS, type BarColumn, type Bars } from '../domain/bars.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { OrderChanges, OrderId, OrderRequest, Protection } from '../domain/order.ts';
import type { BarView, StrategyContext } from '../strategies/define.ts';
import type { Cursor } from '../strategies/view.ts';
import { EngineError } from './error.ts';
import type { Holding } from './holding.ts';
import type { Venue } from './venue.ts';

/** The bar at the cursor, and none after it. */
export class BarAtCursor implements BarView {
  readonly #bars: Bars;
  readonly #cursor: Cursor;

  constructor(bars: Bars, cursor: Cursor) {
    this.#bars = bars;
    this.#cursor = cursor;
  }

  get timeUs(): number {
    return this.#bars.time[this.#cursor.row] as number;
  }
  get closeTimeUs(): number {
    return this.timeUs + this.#bars.timeframeUs;
  }
  get open(): number {
    return this.#bars.open[this.#cursor.row] as number;
  }
  get high(): number {
    return this.#bars.high[this.#cursor.row] as number;
  }
  get low(): number {
    return this.#bars.low[this.#cursor.row] as number;
  }
  get close(): number {
    return this.#bars.close[this.#cursor.row] as number;
  }
  get volume(): number {
    return this.#bars.volume[this.#cursor.row] as number;
  }

  ago(column: BarColumn, bars: number): number {
    if (bars < 0) throw new EngineError('ago', `ago("${column}", ${bars}) asks for a bar after now; only 0 and above are known`);
    if (!Number.isInteger(bars)) throw new EngineError('ago', `ago("${column}", ${bars}) must be a whole number of bars`);
    if (!BAR_COLUMNS.includes(column)) throw new EngineError('ago', `"${column}" is no bar column (${BAR_COLUMNS.join(', ')})`);
    const row = this.#cursor.row - bars;
    return row < 0 ? NaN : (this.#bars[column][row] as number);
  }
}

interface ContextParts {
  readonly params: Readonly<Record<string, number>>;
  readonly state: unknown;
  readonly indicators: Readonly<Record<string, unknown>>;
  readonly bars: Bars;
  readonly cursor: Cursor;
  readonly holding: Holding;
  readonly venue: Venue;
}

/** What a strategy holds in its hands: views of now, and the ways to act. One object serves the whole run. */
export class RunContext implements StrategyContext {
  readonly instrument: Instrument;
  readonly params: Readonly<Record<string, number>>;
  readonly state: unknown;
  readonly indicators: Readonly<Record<string, unknown>>;
  readonly bar: BarView;
  readonly target: (fraction: number, protection?: Protection) => void;
  readonly order: (request: OrderRequest, protection?: Protection) => OrderId;
  readonly oco: (requests: readonly OrderRequest[]) => OrderId[];
  readonly oto: (parent: OrderRequest, children: readonly OrderRequest[]) => OrderId[];
  readonly amend: (id: OrderId, changes: OrderChanges) => void;
  readonly cancel: (id: OrderId) => void;
  readonly cancelAll: () => void;
  readonly #holding: Holding;

  constructor({ params, state, indicators, bars, cursor, holding, venue }: ContextParts) {
    this.instrument = holding.instrument;
    this.params = params;
    this.state = state;
    this.indicators = indicators;
    this.bar = new BarAtCursor(bars, cursor);
    this.#holding = holding;
    this.target = (fraction, protection) => venue.aim(fraction, cursor.row, protection);
    this.order = (request, protection) => venue.submit(request, cursor.row, protection);
    this.oco = (requests) => venue.submitGroup(requests, cursor.row);
    this.oto = (parent, children) => venue.submitWithChildren(parent, children, cursor.row);
    this.amend = (id, changes) => venue.amend(id, changes, cursor.row);
    this.cancel = (id) => venue.cancel(id, cursor.row);
    this.cancelAll = () => venue.cancelAll(cursor.row);
  }

  get position(): number {
    return this.#holding.position;
  }
  get entryPrice(): number {
    return this.#holding.recorder.entryPrice;
  }
  get cash(): number {
    return this.#holding.account.cash;
  }
  get equity(): number {
    return this.#holding.equityAt(this.bar.close);
  }
}
