import { EngineError } from './error.ts';

/** What `target(1)` means: all of the equity, a fraction of it, or a fixed quantity in units of the base asset. */
export type Sizing =
  | { readonly kind: 'all' }
  | { readonly kind: 'fraction'; readonly fraction: number }
  | { readonly kind: 'fixed'; readonly quantity: number };

/** Reads `all`, `fraction:0.5` or `fixed:1`. Throws `EngineError` on anything else. */
export function parseSizing(text: string): Sizing {
  if (text === 'all') return { kind: 'all' };
  const match = /^(fraction|fixed):(\d+(?:\.\d+)?)$/.exec(text);
  const amount = Number(match?.[2]);
  if (match?.[1] === 'fraction' && amount > 0 && amount <= 1) return { kind: 'fraction', fraction: amount };
  if (match?.[1] === 'fixed' && amount > 0) return { kind: 'fixed', quantity: amount };
  throw new EngineError('sizing', `sizing "${text}" is none of: all, fraction:F with F above 0 and up to 1, fixed:Q with Q above 0`);
}

/** The text that `parseSizing` reads back. */
export function sizingName(sizing: Sizing): string {
  if (sizing.kind === 'all') return 'all';
  return sizing.kind === 'fraction' ? `fraction:${sizing.fraction}` : `fixed:${sizing.quantity}`;
}
