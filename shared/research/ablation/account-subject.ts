import { tradingDaysPerYear } from '../../domain/instrument.ts';
import { marketsOf } from '../../engine/portfolio/market.ts';
import { runPortfolio } from '../../engine/portfolio/run.ts';
import { hashText, mix, SeededRandom } from '../../market/noise.ts';
import { type AccountInput, accountLegs, sleevePrefixes } from '../account-legs.ts';
import type { AblationInput } from './alone-subject.ts';
import { withRotatedLegs } from './rotated-legs.ts';
import { shareOf } from './rotated-indicator.ts';
import { type AblationOptions, type AblationSubject, ROTATIONS } from './subject.ts';

export interface AccountAblationInput {
  /** As reports call it. */
  readonly id: string;
  readonly run: AccountInput;
  /** Versions of its only strategy, instead of its indicators turned round in time. */
  readonly without?: AblationInput['without'];
}

/** What runs, made anew for every run: what a version sees hangs on where that stands. */
type Version = () => AccountInput['sleeves'];

/** What runs on one account: an indicator is turned round in time on all instruments at once, by the same share of each history. */
export function accountSubject(
  { id, run, without }: AccountAblationInput,
  { rotations = ROTATIONS, seed = 1 }: AblationOptions,
): AblationSubject<Version> {
  const { sleeves, options } = run;
  const markets = marketsOf(run.feeds, options);
  const legs = accountLegs(run);
  const prefixes = sleevePrefixes(sleeves);
  const changed = (at: number, change: Partial<AccountInput['sleeves'][number]>) =>
    sleeves.map((sleeve, i) => (i === at ? { ...sleeve, ...change } : sleeve));
  const rotated = (part: string, at: number, name: string) => {
    const random = new SeededRandom(mix(seed, hashText(part), 1));
    const own = legs.filter(({ sleeve }) => sleeve === at);
    return Array.from({ length: rotations }, (): Version => {
      const share = shareOf(random);
      return () => changed(at, { strategy: withRotatedLegs(own, name, share) });
    });
  };
  const indicators = sleeves.flatMap(({ strategy, values }, i) =>
    Object.keys(strategy.indicators(values)).map((name) => {
      const part = `${prefixes[i]}${name}`;
      return { part, versions: rotated(part, i, name) };
    }),
  );
  return {
    id,
    bars: markets.map(({ bars }) => bars).reduce((most, bars) => (bars.length > most.length ? bars : most)),
    engine: options,
    full: () => sleeves,
    parts: without?.map(({ part, ...version }) => ({ part, versions: [() => changed(0, version)] })) ?? indicators,
    run: (version, bounds) => {
      const result = runPortfolio({ ...run, sleeves: version(), options: { ...options, ...bounds } });
      const trades = result.sleeves.reduce((sum, sleeve) => sum + sleeve.legs.reduce((count, leg) => count + leg.trades.length, 0), 0);
      const daysPerYear = Math.max(...markets.map(({ instrument }) => tradingDaysPerYear(instrument.assetClass)));
      return { equity: result.equity, timeframeUs: result.timeframeUs, daysPerYear, trades };
    },
  };
}
