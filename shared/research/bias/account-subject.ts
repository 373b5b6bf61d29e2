import { firstBarAtOrAfter, sliceBars } from '../../domain/bars.ts';
import type { TimeUs } from '../../domain/time.ts';
import { type Feed, marketsOf } from '../../engine/portfolio/market.ts';
import { runPortfolio } from '../../engine/portfolio/run.ts';
import { type AccountInput, accountLegs, sleevePrefixes } from '../account-legs.ts';
import type { BiasFault } from './fault.ts';
import { besideUntil, mirroredBars, withOtherFuture } from './other-future.ts';
import { watchedStrategy } from './recorded-account.ts';
import { type IndicatorColumn, indicatorColumns, type RecordedRun } from './recorded-run.ts';
import type { BiasSubject } from './subject.ts';
import { type WarmUp, warmUpFaults } from './warm-up.ts';

export interface AccountBiasInput {
  /** As reports call it, and its parameters, those of several strategies behind their names. */
  readonly id: string;
  readonly params: Readonly<Record<string, number>>;
  /** Its bars are written to during the check, and put back. */
  readonly run: AccountInput;
}

/**
 * What runs on one account. Its history is made other after a cut, but not shorter: whether an instrument ends with its bars is told by their times, which
 * everybody may know. Indicators are computed on what was there alone.
 */
export function accountSubject({ id, params, run }: AccountBiasInput): BiasSubject {
  const { feeds, options } = run;
  const markets = marketsOf(feeds, options);
  const changed = feeds.map(({ bars }) => bars);
  const opens = new Set(markets.flatMap(({ bars, startRow }) => [...bars.time.subarray(startRow, bars.length)]));
  return {
    strategy: id,
    params,
    bars: markets.reduce((sum, { bars }) => sum + bars.length, 0),
    opens: Float64Array.from(opens).sort(),
    isBefore: (askedUs, cutUs) => askedUs <= cutUs,
    record: () => ({ columns: columnsOf(run), ...played(run, Infinity) }),
    recordBefore: (cutUs) =>
      withOtherFuture(changed, cutUs, () => {
        const beside = besideUntil(run.beside, cutUs);
        return {
          columns: columnsOf({ ...run, feeds: feeds.map((feed) => before(feed, cutUs)), beside }),
          ...played({ ...run, beside }, cutUs),
        };
      }),
    recordMirrored: () => ({
      columns: [],
      ...played({ ...run, feeds: feeds.map((feed) => ({ ...feed, bars: mirroredBars(feed.bars), detail: undefined })) }, Infinity),
    }),
    warmUp: (columns) =>
      joined(
        accountLegs(run).map(({ on, strategy, values, prefix, of }) => {
          const own = columns.filter((column) => column.of === of && column.name.startsWith(prefix));
          return warmUpFaults({ strategy, values, ...on }, own);
        }),
      ),
  };
}

/** What is asked for up to a time, and the round trips. */
function played({ sleeves, ...run }: AccountInput, untilUs: TimeUs): Omit<RecordedRun, 'columns'> {
  const asked = new Map<TimeUs, string>();
  const names = sleevePrefixes(sleeves);
  const result = runPortfolio({
    ...run,
    sleeves: sleeves.map((sleeve, i) => ({
      ...sleeve,
      strategy: watchedStrategy(sleeve.strategy, { asked, name: names[i] as string, untilUs }),
    })),
  });
  const trades = result.sleeves.flatMap(({ legs }) => legs.flatMap((leg) => leg.trades));
  return { asked, trades: trades.sort((a, b) => (a.exitTimeUs ?? Infinity) - (b.exitTimeUs ?? Infinity)) };
}

function columnsOf(run: AccountInput): IndicatorColumn[] {
  return accountLegs(run).flatMap(({ strategy, values, prefix, of, on }) => {
    const columns = indicatorColumns(strategy, values, on);
    return columns.map((column) => ({ ...column, name: `${prefix}${column.name}`, of }));
  });
}

function before(feed: Feed, cutUs: TimeUs): Feed {
  return { ...feed, bars: sliceBars(feed.bars, 0, firstBarAtOrAfter(feed.bars, cutUs)) };
}

/** Each indicator once, of the first instrument of which there is something to say. */
function joined(each: readonly WarmUp[]): WarmUp {
  const faults = new Map<string, BiasFault>();
  for (const fault of each.flatMap((one) => one.faults)) if (!faults.has(fault.what)) faults.set(fault.what, fault);
  return { faults: [...faults.values()], told: new Set(each.flatMap(({ told }) => [...told])) };
}
