import { EngineError } from '../error.ts';

/** A number for every instrument, or one each by symbol; `*` stands for those that are not named. */
export type ByInstrument = number | Readonly<Record<string, number>>;

/** Who is not named. */
const OTHERS = '*';

/** The number of a symbol; undefined where none is given. */
export function numberOf(given: ByInstrument | undefined, symbol: string): number | undefined {
  if (given === undefined || typeof given === 'number') return given;
  return Object.hasOwn(given, symbol) ? given[symbol] : given[OTHERS];
}

/** Throws `EngineError` naming the option and the instrument unless every number is from 0 to `most`. */
export function checkByInstrument(name: string, given: ByInstrument | undefined, most: number): void {
  const all = typeof given === 'number' ? [['', given] as const] : Object.entries(given ?? {});
  for (const [symbol, value] of all) {
    if (value >= 0 && value <= most) continue;
    throw new EngineError(name, `${name}${symbol === '' ? '' : ` of ${symbol}`} is ${value}, but must be from 0 to ${most}`);
  }
}
