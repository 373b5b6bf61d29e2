import type { Backtest, Sweep } from '../api/types.ts';
import { type Draft, EMPTY_DRAFT, type Size } from './form.ts';
import { cashText } from './funds.ts';
import { realismOf } from './realism.ts';
import { EMPTY_STUDY } from './study.ts';

/** What the form has fields for, or what asks for a study rather than a backtest. */
const SHOWN = new Set([
  ...Object.keys(EMPTY_STUDY),
  'datasets',
  'strategy',
  'rules',
  'params',
  'strategies',
  'cash',
  'account',
  'currency',
  'conversionBps',
  'rates',
  'sizing',
  'commissionBps',
  'slippageBps',
  'execution',
  'from',
  'to',
  'ranges',
  'cpcv',
]);

/** The form of a backtest with the data, money and costs of another one or of a sweep, and these parameters. */
export function draftOf({ request }: Pick<Backtest | Sweep, 'request'>, params: Readonly<Record<string, number>>): Draft {
  const { datasets, strategy, strategies = [], rules, cash, commissionBps, slippageBps, execution = {}, from, to, detail = [] } = request;
  const { account = 'split', currency = '', conversionBps, rates = [] } = request;
  const [size = '', sizingValue = ''] = request.sizing.split(':');
  const { typed, rest } = realismOf(execution);
  const several = strategies.length > 1;
  const [only] = strategies;
  const named = only !== undefined && !several ? only.strategy : strategy;
  // Which dataset each of fewer resolves is the platform's to say.
  const aligned = detail.length === datasets.length;
  const shown = (name: string) => SHOWN.has(name) || (name === 'detail' && aligned);
  return {
    ...EMPTY_DRAFT,
    datasets,
    kind: several ? 'several' : rules === undefined ? 'strategy' : 'rules',
    strategy: rules === undefined && !several ? named : '',
    members: several
      ? strategies.map(({ strategy: id, share }) => ({ strategy: id, share: share === undefined ? '' : String(share) }))
      : [],
    ...(rules === undefined ? {} : { rules: JSON.stringify(rules, null, 2) }),
    params: Object.fromEntries(Object.entries(params).map(([name, number]) => [name, String(number)])),
    account: only !== undefined && !several ? 'shared' : account,
    cash: cashText(cash),
    currency,
    conversionBps: conversionBps === undefined ? '' : String(conversionBps),
    rates,
    detail: aligned ? Object.fromEntries(detail.map((id, i) => [datasets[i], id])) : {},
    sizing: size as Size,
    sizingValue,
    commissionBps: String(commissionBps),
    slippageBps: String(slippageBps),
    from: from?.slice(0, 10) ?? '',
    to: to?.slice(0, 10) ?? '',
    realism: typed,
    carried: Object.fromEntries(Object.entries(request).filter(([name]) => !shown(name))),
    carriedExecution: rest,
  };
}
