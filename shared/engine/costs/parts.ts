import { EngineError } from '../error.ts';

/** One `key:value` of a text like `maker:2,taker:10`. */
export interface Part {
  readonly key: string;
  readonly value: string;
}

/** Splits `key:value,key:value`. Throws `EngineError` naming `field` when a part has no value. */
export function partsOf(field: string, text: string): Part[] {
  return text.split(',').map((part) => {
    const at = part.indexOf(':');
    if (at < 1 || at === part.length - 1)
      throw new EngineError(field, `${field} "${text}": "${part}" is not a name and a value, like taker:10`);
    return { key: part.slice(0, at), value: part.slice(at + 1) };
  });
}

/** A number of 0 or above. Throws `EngineError` naming `field` for anything else. */
export function amountOf(field: string, { key, value }: Part): number {
  const amount = Number(value);
  if (amount >= 0 && amount < Infinity) return amount;
  throw new EngineError(field, `${field} ${key} is "${value}", but must be a number of 0 or above`);
}
