import type { Sweep } from '../api/types.ts';
import { type Draft, EMPTY_DRAFT } from './form.ts';
import { realismOf } from './realism.ts';
import { EMPTY_STUDY } from './study.ts';

/** What the form has fields for, or what asks for a study rather than a backtest. */
const SHOWN = new Set([
  ...Object.keys(EMPTY_STUDY),
  'datasets',
  'strategy',
  'rules',
  'params',
  'commissionBps',
  'slippageBps',
  'execution',
  'from',
  'to',
  'ranges',
  'maxLambdaSeconds',
]);

/** The form of a backtest that runs one combination of a sweep: its data, money and costs, and these parameters. */
export function draftOf({ request }: Pick<Sweep, 'request'>, params: Readonly<Record<string, number>>): Draft {
  const { datasets, strategy, rules, cash, commissionBps, slippageBps, execution = {}, from, to } = request;
  const sizing = /^(all|fraction|fixed)(?::(.+))?$/.exec(request.sizing);
  const { typed, rest } = realismOf(execution);
  const shown = (name: string) =>
    SHOWN.has(name) || (name === 'cash' && typeof cash === 'number') || (name === 'sizing' && sizing !== null);
  return {
    ...EMPTY_DRAFT,
    datasets,
    kind: rules === undefined ? 'strategy' : 'rules',
    strategy: rules === undefined ? strategy : '',
    ...(rules === undefined ? {} : { rules: JSON.stringify(rules, null, 2) }),
    params: Object.fromEntries(Object.entries(params).map(([name, number]) => [name, String(number)])),
    ...(typeof cash === 'number' ? { cash: String(cash) } : {}),
    ...(sizing === null ? {} : { sizing: sizing[1] as Draft['sizing'], sizingValue: sizing[2] ?? '' }),
    commissionBps: String(commissionBps),
    slippageBps: String(slippageBps),
    from: from?.slice(0, 10) ?? '',
    to: to?.slice(0, 10) ?? '',
    realism: typed,
    carried: Object.fromEntries(Object.entries(request).filter(([name]) => !shown(name))),
    carriedExecution: rest,
  };
}
