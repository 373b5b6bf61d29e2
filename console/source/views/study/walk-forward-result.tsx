import type { WalkForward } from '../../api/types.ts';
import { count, money, percent, utc } from '../../logic/format.ts';
import { paramsText } from '../drawings/heat-map.tsx';
import { Stitched } from '../drawings/stitched.tsx';
import { Table } from '../table.tsx';
import { Figures } from './figures.tsx';

type Result = NonNullable<WalkForward['result']>;

const ratio = (value: number | null): string => (value === null ? 'n/a' : money(value));
const share = (value: number | null): string => (value === null ? 'n/a' : percent(value, { digits: 0 }));

/** A walk-forward that is done: its stitched tests, its folds, and its regimes. */
export function WalkForwardResult({ result }: { result: Result }) {
  const { folds, stitched, outOfSampleSharpe: interval, degradation, earningFolds, equity, cpcv } = result;
  const paths = Array.isArray(cpcv?.sharpes) ? cpcv.sharpes : [];
  return (
    <>
      <Figures
        label="Out of sample"
        items={[
          ['Out of sample', percent(stitched.totalReturn, { signed: true })],
          ['Sharpe', ratio(stitched.sharpe)],
          [
            interval ? `${percent(interval.level, { digits: 0 })} interval` : 'Interval',
            interval ? `${money(interval.low)} to ${money(interval.high)}` : 'n/a',
          ],
          ['Max drawdown', percent(stitched.maxDrawdown)],
          ['Sharpe kept', share(degradation.kept)],
          ['Folds that earned', `${percent(earningFolds, { digits: 0 })} of ${folds.length}`],
        ]}
      />
      <Stitched equity={equity} boundaries={folds.slice(1).map(({ test }) => test.from)} />
      <Table
        title="Folds"
        header={[
          '#',
          'Learns from',
          'Tests from',
          'To',
          'Chosen',
          'Return in',
          'Sharpe in',
          'Return out',
          'Sharpe out',
          'Kept',
          'Drawdown out',
          'Trades out',
        ]}
        rows={folds.map(({ train, test, params, inSample, outOfSample }, i) => [
          `${i + 1}`,
          utc(train.from, true),
          utc(test.from, true),
          utc(test.to, true),
          params === null ? 'none: stands aside' : paramsText(params),
          percent(inSample.totalReturn),
          ratio(inSample.sharpe),
          percent(outOfSample.totalReturn),
          ratio(outOfSample.sharpe),
          share(keptOf(inSample.sharpe, outOfSample.sharpe)),
          percent(outOfSample.maxDrawdown),
          count(outOfSample.trades),
        ])}
      />
      <p class="hint">
        In: what was learnt on. Out: what came after it. Each part begins and ends flat, with all costs. Kept: the ratio out of sample over
        the one in it.
      </p>
      <Table
        title="Out of sample by market regime"
        header={['Regime', 'Periods', 'Of the time', 'Return', 'Sharpe']}
        rows={stitched.regimes.map(({ regime, periods, share: own, totalReturn, sharpe }) => [
          regime,
          count(periods),
          percent(own, { digits: 1 }),
          percent(totalReturn),
          ratio(sharpe),
        ])}
      />
      {paths.length > 0 && (
        <Table
          title="Paths of combinatorial cross-validation"
          header={['Path', 'Sharpe']}
          rows={paths.map((sharpe: unknown, i) => [`${i + 1}`, typeof sharpe === 'number' ? money(sharpe) : 'n/a'])}
        />
      )}
    </>
  );
}

/** Null where there was no ratio above 0 in sample that could be kept. */
const keptOf = (inside: number | null, outside: number | null): number | null =>
  inside === null || inside <= 0 || outside === null ? null : outside / inside;
