import type { Backtest } from '../api/types.ts';
import { duration, percent, utc } from '../logic/format.ts';

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

function Table({ title, header, rows }: { title: string; header: readonly string[]; rows: readonly (readonly string[])[] }) {
  return (
    <>
      <div class="section-head">
        <h2>{title}</h2>
      </div>
      <div class="scroll-x" tabIndex={0} role="region" aria-label={`Table of ${title.toLowerCase()}`}>
        <table>
          <thead>
            <tr>
              {header.map((label) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, i) => (
              <tr key={i}>
                {cells.map((cell, j) => (
                  <td key={j}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
