import type { EngineManifest } from './report.ts';

/** Instruments whose rules are spelled out. */
const NAMED_MAX = 3;

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
    .map(([name, value]) => [name, name === 'instruments' ? rulesText(value as Rules) : textOf(value)]);
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? `${value.length} given` : typeof value === 'string' ? value : JSON.stringify(value);
}

/** By symbol. */
type Rules = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** `BTC/USDT tick 0.01 lot 0.00001`; of many how many they are. */
function rulesText(rules: Rules): string {
  const symbols = Object.entries(rules);
  if (symbols.length > NAMED_MAX) return `${symbols.length} given`;
  const texts = symbols.map(([symbol, own]) =>
    [symbol, ...Object.entries(own).map(([name, value]) => `${name} ${textOf(value)}`)].join(' '),
  );
  return texts.join(', ') || 'none';
}
