import { type Bars, firstBarAtOrAfter, sliceBars } from '../shared/domain/bars.ts';
import { type TimeUs, toIso } from '../shared/domain/time.ts';
import { parseTime } from './time-option.ts';
import { UserError } from './user-error.ts';

/** How many bars, the open of the first and the close of the last. The bars must be some. */
export function rangeOf(bars: Bars): { readonly bars: number; readonly from: string; readonly to: string } {
  const last = (bars.time[bars.length - 1] as number) + bars.timeframeUs;
  return { bars: bars.length, from: toIso(bars.time[0] as number), to: toIso(last) };
}

/** `--from` and `--to` of a command that looks at bars without trading them. */
export interface RangeOptions {
  readonly from?: string;
  readonly to?: string;
}

/** The bars that open from `--from` on and before `--to`. Throws `UserError` for a range the wrong way round, or without a bar of `label`. */
export function barsBetween(bars: Bars, label: string, range: RangeOptions): Bars {
  const { first, end } = rowsBetween(bars, label, range);
  return sliceBars(bars, first, end);
}

/** The same as rows, `end` exclusive, for what is computed on the bars before as well. */
export function rowsBetween(bars: Bars, label: string, range: RangeOptions): { readonly first: number; readonly end: number } {
  const { fromUs, toUs } = timesOf(range);
  const first = fromUs === undefined ? 0 : firstBarAtOrAfter(bars, fromUs);
  const end = toUs === undefined ? bars.length : firstBarAtOrAfter(bars, toUs);
  if (first < end) return { first, end };
  const all = rangeOf(bars);
  throw new UserError(`${label}: no bar opens between --from and --to; the data has bars from ${all.from} to ${all.to}`);
}

/** As a platform is asked for it. Throws `UserError` for a range the wrong way round. */
export function textRange(range: RangeOptions): RangeOptions {
  const { fromUs, toUs } = timesOf(range);
  return { ...(fromUs === undefined ? {} : { from: toIso(fromUs) }), ...(toUs === undefined ? {} : { to: toIso(toUs) }) };
}

function timesOf({ from, to }: RangeOptions): { readonly fromUs: TimeUs | undefined; readonly toUs: TimeUs | undefined } {
  const fromUs = from === undefined ? undefined : parseTime('--from', from);
  const toUs = to === undefined ? undefined : parseTime('--to', to);
  if (fromUs !== undefined && toUs !== undefined && toUs <= fromUs)
    throw new UserError(`--to is ${toIso(toUs)}, but must be later than --from (${toIso(fromUs)})`);
  return { fromUs, toUs };
}
