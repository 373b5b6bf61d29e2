import type { Sweep } from '../api/types.ts';
import { type Draft, EMPTY_DRAFT } from './form.ts';

/** The form of a backtest that runs one combination of a sweep: its data, money and costs, and these parameters. */
export function draftOf({ request }: Pick<Sweep, 'request'>, params: Readonly<Record<string, number>>): Draft {
  const { datasets, strategy, rules, cash, sizing, commissionBps, slippageBps, from, to } = request;
  const [kind = 'all', value = ''] = sizing.split(':');
  return {
    ...EMPTY_DRAFT,
    datasets,
    kind: rules === undefined ? 'strategy' : 'rules',
    strategy: rules === undefined ? strategy : '',
    ...(rules === undefined ? {} : { rules: JSON.stringify(rules, null, 2) }),
    params: Object.fromEntries(Object.entries(params).map(([name, number]) => [name, String(number)])),
    ...(typeof cash === 'number' ? { cash: String(cash) } : {}),
    ...(kind === 'fraction' || kind === 'fixed' ? { sizing: kind, sizingValue: value } : {}),
    commissionBps: String(commissionBps),
    slippageBps: String(slippageBps),
    from: from?.slice(0, 10) ?? '',
    to: to?.slice(0, 10) ?? '',
  };
}
