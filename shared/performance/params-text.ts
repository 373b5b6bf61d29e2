import { memberNames } from '../domain/member-names.ts';
import type { BacktestManifest } from './report.ts';

/** Parameters of a run, `name=value`, or with another sign between; those of several strategies behind the name of each, `sma-cross.fast=5`. */
export function paramTexts({ params, account }: Pick<BacktestManifest, 'params' | 'account'>, sign = '='): string[] {
  const several = account?.strategies ?? [];
  const textsOf = (own: typeof params) => Object.entries(own).map(([name, value]) => `${name}${sign}${value}`);
  if (several.length < 2) return textsOf(params);
  const names = memberNames(several.map(({ strategy }) => strategy));
  return several.flatMap(({ params: own }, i) => textsOf(own).map((text) => `${names[i]}.${text}`));
}
