import { type Bars, firstBarAtOrAfter, sliceBars } from '../shared/domain/bars.ts';
import { toIso } from '../shared/domain/time.ts';
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
export function barsBetween(bars: Bars, label: string, { from, to }: RangeOptions): Bars {
  const fromUs = from === undefined ? undefined : parseTime('--from', from);
  const toUs = to === undefined ? undefined : parseTime('--to', to);
  if (fromUs !== undefined && toUs !== undefined && toUs <= fromUs)
    throw new UserError(`--to is ${toIso(toUs)}, but must be later than --from (${toIso(fromUs)})`);
  const first = fromUs === undefined ? 0 : firstBarAtOrAfter(bars, fromUs);
  const end = toUs === undefined ? bars.length : firstBarAtOrAfter(bars, toUs);
  if (first < end) return sliceBars(bars, first, end);
  const all = rangeOf(bars);
  throw new UserError(`${label}: no bar opens between --from and --to; the data has bars from ${all.from} to ${all.to}`);
}
