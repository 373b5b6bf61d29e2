import { EngineError } from '../error.ts';

/** What `target(1)` means. */
export type Sizing =
  /** All of the equity, or a fraction of it. */
  | { readonly kind: 'all' }
  | { readonly kind: 'fraction'; readonly fraction: number }
  /** Units of the base asset. */
  | { readonly kind: 'fixed'; readonly quantity: number }
  /** So many times what Kelly says of the closed round trips so far. */
  | { readonly kind: 'kelly'; readonly times: number }
  /** As many units as lose this share of the equity at the stop. */
  | { readonly kind: 'risk'; readonly share: number }
  /** As much as moves by this volatility a year. */
  | { readonly kind: 'volatility'; readonly perYear: number }
  /** Less the nearer the equity's drawdown is to this, and nothing there. */
  | { readonly kind: 'drawdown'; readonly most: number };

const KINDS =
  'all, fraction:F or risk:F or kelly:F with F above 0 and up to 1, fixed:Q with Q above 0, volatility:V above 0, drawdown:D above 0 and up to 1';

/** Reads `all`, `fraction:0.5`, `fixed:1`, `kelly:0.5`, `risk:0.01`, `volatility:0.15` or `drawdown:0.2`. Throws `EngineError` on anything else. */
export function parseSizing(text: string): Sizing {
  if (text === 'all') return { kind: 'all' };
  const match = /^(fraction|fixed|kelly|risk|volatility|drawdown):(\d+(?:\.\d+)?)$/.exec(text);
  const sizing = match && sizingOf(match[1] as string, Number(match[2]));
  if (sizing) return sizing;
  throw new EngineError('sizing', `sizing "${text}" is none of: ${KINDS}`);
}

function sizingOf(kind: string, amount: number): Sizing | undefined {
  if (!(amount > 0)) return undefined;
  if (kind === 'fixed') return { kind, quantity: amount };
  if (kind === 'volatility') return { kind, perYear: amount };
  if (amount > 1) return undefined;
  if (kind === 'fraction') return { kind, fraction: amount };
  if (kind === 'kelly') return { kind, times: amount };
  return kind === 'risk' ? { kind, share: amount } : { kind: 'drawdown', most: amount };
}

/** The text that `parseSizing` reads back. */
export function sizingName(sizing: Sizing): string {
  switch (sizing.kind) {
    case 'all':
      return 'all';
    case 'fraction':
      return `fraction:${sizing.fraction}`;
    case 'fixed':
      return `fixed:${sizing.quantity}`;
    case 'kelly':
      return `kelly:${sizing.times}`;
    case 'risk':
      return `risk:${sizing.share}`;
    case 'volatility':
      return `volatility:${sizing.perYear}`;
    case 'drawdown':
      return `drawdown:${sizing.most}`;
  }
}
