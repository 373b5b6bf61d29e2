import type { Sizing } from '../../domain/sizing.ts';
import { EngineError } from '../error.ts';

/**
 * What `target(1)` means in a run where the strategy says so itself: its own sizing, of which a run of `fraction` takes a part.
 * Throws `EngineError` when the run is given another one.
 */
export function sizingOfRun(run: Sizing, own: Sizing | undefined): Sizing {
  if (own === undefined || run.kind === 'all') return own ?? run;
  if (run.kind === 'fraction') return { ...own, part: run.fraction };
  throw new EngineError(
    'sizing',
    `sizing is ${sizingName(run)}, but the strategy sizes by ${sizingName(own)} itself: run it with all, or with a fraction of it`,
  );
}

/** The sizing of a run of one instrument. Throws `EngineError` for one that shares out among several. */
export function sizingAlone(sizing: Sizing): Sizing {
  if (sizing.kind !== 'equal-risk') return sizing;
  throw new EngineError('sizing', `sizing ${sizingName(sizing)} goes with a shared account: one instrument has nothing to share risk with`);
}

const KINDS =
  'all, fraction:F or risk:F or kelly:F or kelly-odds:F or equal-risk:F with F above 0 and up to 1, fixed:Q with Q above 0, volatility:V above 0, drawdown:D above 0 and up to 1';

/** Reads `all`, `fraction:0.5`, `fixed:1`, `kelly:0.5`, `kelly-odds:0.5`, `risk:0.01`, `volatility:0.15`, `drawdown:0.2` or `equal-risk:0.9`. Throws `EngineError` on anything else. */
export function parseSizing(text: string): Sizing {
  if (text === 'all') return { kind: 'all' };
  const match = /^(fraction|fixed|kelly|kelly-odds|risk|volatility|drawdown|equal-risk):(\d+(?:\.\d+)?)$/.exec(text);
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
  if (kind === 'kelly' || kind === 'kelly-odds') return { kind, times: amount };
  return kind === 'risk' || kind === 'equal-risk' ? { kind, share: amount } : { kind: 'drawdown', most: amount };
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
    case 'kelly-odds':
      return `${sizing.kind}:${sizing.times}`;
    case 'risk':
    case 'equal-risk':
      return `${sizing.kind}:${sizing.share}`;
    case 'volatility':
      return `volatility:${sizing.perYear}`;
    case 'drawdown':
      return `drawdown:${sizing.most}`;
  }
}
