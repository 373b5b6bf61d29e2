import { type Command, Option } from 'commander';
import type { BacktestRequest } from '../shared/contracts/schemas.ts';
import type { AssetClass } from '../shared/domain/instrument.ts';
import { toIso } from '../shared/domain/time.ts';
import type { CashByCurrency } from '../shared/domain/wallet.ts';
import { type FeatureSource, featureOption } from './beside.ts';
import { type ExecutionFlags, executionOf, withExecution } from './execution-options.ts';
import { ASSET_CLASSES, demand, number, parameter, timeframe } from './option-values.ts';
import { readRuleFile } from './rule-file.ts';
import { parseTime } from './time-option.ts';

export interface BacktestOptions extends ExecutionFlags {
  readonly data: readonly string[];
  /** Bars of other instruments, to be read and not traded. */
  readonly with?: readonly string[];
  readonly feature?: readonly FeatureSource[];
  readonly strategy?: string;
  /** Several on a shared account, instead of `strategy`. */
  readonly strategies?: BacktestRequest['strategies'];
  readonly account?: 'split' | 'shared';
  readonly currency?: string;
  /** Bars of currency pairs that are not traded. */
  readonly rates?: readonly string[];
  /** A file of rules instead of a strategy. */
  readonly rules?: string;
  readonly symbol?: readonly string[];
  readonly timeframe?: string;
  readonly assetClass?: AssetClass;
  readonly param?: Readonly<Record<string, number>>;
  /** By currency only on a shared account. */
  readonly cash: number | CashByCurrency;
  readonly conversionBps?: number;
  readonly sizing: string;
  readonly commissionBps: number;
  readonly slippageBps: number;
  /** Finer data, one for each of `data`. */
  readonly detail?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly json?: boolean;
  readonly equity: boolean;
  readonly analyser?: readonly string[];
  readonly report?: string;
  readonly api?: string;
}

/** The options that say what is run on what, and how. */
export function withRun(command: Command): Command {
  const run = command
    .option(
      '--data <files...>',
      'CSV or Parquet files, - for what is piped in, names in the catalogue, or FEED:FILE for a file that a feed under feeds/ reads; several share the cash equally',
    )
    .option('--with <files...>', 'bars of other instruments that indicators may read, like "close of ETH/USDT"; not traded')
    .option(
      '--feature <name=file...>',
      'numbers from outside with the time at which each was known (columns knownAt, value), read as "feature name"',
      featureOption,
    )
    .option('--strategy <id>', 'a strategy of `skytape strategies`')
    .option('--rules <file>', 'a JSON file of rules instead of a strategy; `skytape rules explain` says what it does')
    .option(
      '--symbol <symbols...>',
      'what the data is about, one for each file (default: as the catalogue or the file name says, else BTC/USDT)',
    )
    .option('--timeframe <name>', 'length of a bar, like 1m or 1h (default: detected)', timeframe)
    .addOption(
      new Option('--asset-class <class>', 'decides by how many days a year ratios are annualised (default: by the symbol)').choices(
        ASSET_CLASSES,
      ),
    )
    .option('--param <name=value...>', "a parameter of the strategy; may be given again (default: the strategy's own)", parameter)
    .option('--cash <amount>', 'starting cash', number, 10_000)
    .option(
      '--sizing <how>',
      'what target(1) means: all, fraction:0.5, fixed:1, kelly:0.5, kelly-odds:0.5, risk:0.01, volatility:0.15, drawdown:0.2, or on a shared account equal-risk:0.9',
      'all',
    )
    .option('--commission-bps <bps>', 'commission on every fill, in hundredths of a percent', number, 10)
    .option('--slippage-bps <bps>', 'how much worse than the price market and stop orders fill', number, 0)
    .option('--from <time>', 'first bar that counts, ISO 8601, inclusive; earlier bars warm up')
    .option('--to <time>', 'end of the range, ISO 8601, exclusive');
  return withExecution(run);
}

/** Data, and a strategy unless rules are given. */
export function demandRun(options: Readonly<Record<string, unknown>>): void {
  const named = options['rules'] !== undefined || options['strategies'] !== undefined;
  demand(options, 'data', ...(named ? [] : ['strategy']));
}

/** The request of a run in this process, where rates are files as the user names them, and rules of instruments what the security master here says. */
export async function requestHere(options: BacktestOptions): Promise<Omit<BacktestRequest, 'datasets'>> {
  const { withMasterHere } = await import('./instrument-rules.ts');
  return withMasterHere({ ...requestOf(options), ...(options.rates === undefined ? {} : { rates: [...options.rates] }) }, options);
}

/** The options as the API's request says them, without the data sets. */
export function requestOf(options: BacktestOptions): Omit<BacktestRequest, 'datasets'> {
  const execution = executionOf(options);
  return {
    strategy: options.strategy ?? 'rules',
    ...(options.rules === undefined ? {} : { rules: readRuleFile(options.rules) }),
    params: options.param ?? {},
    cash: typeof options.cash === 'number' ? options.cash : { ...options.cash },
    sizing: options.sizing,
    commissionBps: options.commissionBps,
    slippageBps: options.slippageBps,
    ...(execution === undefined ? {} : { execution }),
    ...(options.strategies === undefined ? {} : { strategies: options.strategies }),
    ...(options.account === undefined ? {} : { account: options.account }),
    ...(options.currency === undefined ? {} : { currency: options.currency }),
    ...(options.conversionBps === undefined ? {} : { conversionBps: options.conversionBps }),
    ...(options.analyser === undefined ? {} : { analysers: [...options.analyser] }),
    ...(options.from === undefined ? {} : { from: toIso(parseTime('--from', options.from)) }),
    ...(options.to === undefined ? {} : { to: toIso(parseTime('--to', options.to)) }),
  };
}
