import type { Bars } from '../../domain/bars.ts';
import type { Side } from '../../domain/order.ts';

/** An execution of a market or stop order as a slippage model sees it. */
export interface SlippageFill {
  readonly side: Side;
  readonly quantity: number;
  /** What it would fill at without slippage. */
  readonly price: number;
  /** Volume of the bar that it fills in. */
  readonly volume: number;
  readonly bars: Bars;
  /** Row of `bars` that it fills in. */
  readonly row: number;
}

/** How much worse than the bar's price a market or stop order fills. Limits never slip. */
export interface SlippageModel {
  /** The text that names it: `bps:5`, or the name of a file under costs/. */
  readonly name: string;
  /** Amount of price, 0 or above; a buy pays it, a sale loses it. */
  readonly slip: (fill: SlippageFill) => number;
}
