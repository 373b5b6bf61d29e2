import type { EngineManifest } from './report.ts';

/** What trading cost, in words. */
export function feesText({ commissionBps, execution }: EngineManifest): string {
  return typeof execution?.['fees'] === 'string' ? execution['fees'] : `${commissionBps} bps`;
}

export function slippageText({ slippageBps, execution }: EngineManifest): string {
  return typeof execution?.['slippage'] === 'string' ? execution['slippage'] : `${slippageBps} bps`;
}

/** What else made the market harder, name and value: `['volumeLimit', '0.1']`. Of a list, how long it is. */
export function marketLines({ execution = {} }: EngineManifest): [string, string][] {
  return Object.entries(execution)
    .filter(([name]) => name !== 'fees' && name !== 'slippage')
    .map(([name, value]) => [
      name,
      Array.isArray(value) ? `${value.length} given` : typeof value === 'string' ? value : JSON.stringify(value),
    ]);
}
