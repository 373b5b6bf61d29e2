import type { Backtest } from '../api/types.ts';
import { duration, percent, utc } from '../logic/format.ts';
import { Table } from './table.tsx';

type Analysis = NonNullable<Backtest['analysis']>;

const ratio = (value: number | null) => (value === null ? 'n/a' : percent(value));

/** The deepest drawdowns of a run, and its years beside what holding made of them. */
export function AnalysisTables({ analysis: { drawdowns, yearly } }: { analysis: Analysis }) {
  return (
    <section class="tables" aria-label="Drawdowns and years">
      {drawdowns.length > 0 && (
        <Table
          title="Worst drawdowns"
          header={['Depth', 'Time', 'From (UTC)', 'Lowest (UTC)', 'Regained (UTC)']}
          rows={drawdowns.map((d) => [
            percent(d.depth),
            duration(d.seconds),
            utc(d.from),
            utc(d.trough),
            d.to === null ? 'not yet' : utc(d.to),
          ])}
        />
      )}
      <Table
        title="Years"
        header={['Year', 'Return', 'Buy and hold', 'Months won']}
        rows={yearly.map((y) => [`${y.year}`, ratio(y.totalReturn), ratio(y.buyAndHold), `${y.winMonths} of ${y.months}`])}
      />
    </section>
  );
}
