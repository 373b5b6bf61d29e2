import { BREADTH_COLUMNS, type BreadthColumn } from './breadth/columns.ts';

/** A bar column, or a price made of several: `hl2` = (high + low) / 2, `hlc3` the typical price, `ohlc4` the mean of all four. */
export type PriceInput = 'open' | 'high' | 'low' | 'close' | 'volume' | 'hl2' | 'hlc3' | 'ohlc4';
/** What a kernel may read of a bar: the columns above, and `time`, its open in microseconds UTC, for what begins anew with a session. */
export type Input = PriceInput | 'time';
/** Those that a user may choose from. */
export const INPUTS: readonly PriceInput[] = ['open', 'high', 'low', 'close', 'volume', 'hl2', 'hlc3', 'ohlc4'];

/**
 * What an indicator may read that is not in the bars it runs on: a column of another instrument (`close of ETH/USDT`), as of its last closed bar;
 * a number known from outside (`feature sentiment`), as of what was known, never where the run was not given it and the feature is optional;
 * or a count over all instruments of the run (`advances of the market`).
 */
export type Elsewhere =
  | `${PriceInput} of ${string}`
  | `feature ${string}`
  | `optional feature ${string}`
  | `${BreadthColumn} of the market`;

/** Where an input lies. */
export type Place =
  | { readonly kind: 'own'; readonly column: Input }
  | { readonly kind: 'other'; readonly column: PriceInput; readonly symbol: string }
  | { readonly kind: 'feature'; readonly name: string; readonly optional: boolean }
  | { readonly kind: 'market'; readonly column: BreadthColumn };

const OF = /^(\w+) of (.+)$/;
const FEATURE = /^(optional )?feature (.+)$/;

/** Reads the name of an input; undefined when it is none. */
export function placeOf(input: string): Place | undefined {
  const own = input === 'time' ? input : INPUTS.find((column) => column === input);
  if (own) return { kind: 'own', column: own };
  const [, optional, feature] = FEATURE.exec(input) ?? [];
  if (feature !== undefined) return { kind: 'feature', name: feature, optional: optional !== undefined };
  const [, name, symbol = ''] = OF.exec(input) ?? [];
  const counted = symbol === 'the market' ? BREADTH_COLUMNS.find((column) => column === name) : undefined;
  if (counted) return { kind: 'market', column: counted };
  const other = INPUTS.find((column) => column === name);
  return other && { kind: 'other', column: other, symbol };
}
