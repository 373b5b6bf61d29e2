import type { MonteCarlo, Paths } from '../../api/types.ts';
import { count, money, percent } from '../../logic/format.ts';
import { Bins } from '../drawings/bins.tsx';
import { Fan } from '../drawings/fan.tsx';
import { Table } from '../table.tsx';
import { Figures } from './figures.tsx';

type Result = NonNullable<MonteCarlo['result']>;

const TITLES: Readonly<Record<string, readonly [title: string, about: string]>> = {
  shuffle: ['Trades in another order', 'The same trades, dealt anew: the end stays, the way there does not.'],
  bootstrap: ['Trades drawn anew', 'As many trades, drawn from those there were, some twice, some never.'],
  blocks: ['Stretches of days drawn anew', 'Whole stretches of daily returns, so that streaks stay streaks.'],
  missed: ['Trades left out', 'A share of the trades never happened.'],
};
const share = (value: number): string => percent(value, { digits: 1 });
const isPaths = (value: unknown): value is Paths => typeof value === 'object' && value !== null && 'fan' in value;

/** A simulation that is done: fans, where paths end and how deep they fall, dearer costs and other prices. */
export function MonteCarloResult({ result }: { result: Result }) {
  const { kinds, startEquity, trades, randomEntry } = result;
  return (
    <>
      <p class="hint">
        {count(trades)} closed trades from {money(startEquity)}.
      </p>
      {Object.entries(kinds).map(([kind, value]) =>
        isPaths(value) ? <PathsResult key={kind} kind={kind} paths={value} start={startEquity} /> : null,
      )}
      <CostsTable costs={kinds['costs']} start={startEquity} />
      <NoiseTable noise={kinds['noise']} />
      {randomEntry && <RandomEntry entry={randomEntry} />}
    </>
  );
}

function PathsResult({ kind, paths, start }: { kind: string; paths: Paths; start: number }) {
  const { endEquity, maxDrawdown, histograms, probabilityOfLoss, riskOfRuin, ruinRatio, observed, fan } = paths;
  const [title, about] = TITLES[kind] ?? [kind, ''];
  const mark = (name: string) => (observed[name] ? { value: observed[name].value, name: 'as it was' } : undefined);
  return (
    <section class="paths" aria-label={title} data-paths={kind}>
      <div class="section-head">
        <h2>{title}</h2>
        <span class="hint">
          {about} {count(paths.paths)} paths.
        </span>
      </div>
      <Figures
        label={title}
        items={[
          ['Ends at, half below', money(endEquity.p50, 0)],
          ['5 % end below', money(endEquity.p5, 0)],
          ['Max drawdown, half deeper', share(maxDrawdown.p50)],
          ['5 % fall deeper than', share(maxDrawdown.p95)],
          ['End with a loss', share(probabilityOfLoss)],
          [`Ruin: ${percent(ruinRatio, { digits: 0 })} or less`, share(riskOfRuin)],
        ]}
      />
      <Fan fan={fan} start={start} steps={kind === 'blocks' ? 'days' : 'trades'} />
      <div class="pair">
        {histograms['endEquity'] && (
          <Bins
            title="Equity at the end"
            histogram={histograms['endEquity']}
            counted="paths"
            text={(value) => money(value, 0)}
            mark={mark('endEquity')}
          />
        )}
        {histograms['maxDrawdown'] && (
          <Bins title="Max drawdown" histogram={histograms['maxDrawdown']} counted="paths" text={share} mark={mark('maxDrawdown')} />
        )}
      </div>
    </section>
  );
}

interface Costs {
  readonly runs: readonly { readonly multiplier: number; readonly totalReturn: number; readonly maxDrawdown: number }[] | null;
  readonly trades: {
    readonly rows: readonly { readonly multiplier: number; readonly netProfit: number; readonly maxDrawdown: number }[];
    readonly breakEvenMultiplier: number | null;
  };
}

function CostsTable({ costs, start }: { costs: unknown; start: number }) {
  if (typeof costs !== 'object' || costs === null) return null;
  const { runs, trades } = costs as Costs;
  const rows = runs ?? trades.rows.map((row) => ({ ...row, totalReturn: row.netProfit / start }));
  return (
    <section aria-label="Dearer">
      <Table
        title="Dearer"
        header={['Costs', 'Return', 'Max drawdown']}
        rows={rows.map(({ multiplier, totalReturn, maxDrawdown }) => [`x ${multiplier}`, percent(totalReturn), percent(maxDrawdown)])}
      />
      {trades.breakEvenMultiplier !== null && (
        <p class="hint">The same trades earn nothing at {money(trades.breakEvenMultiplier, 1)} times the costs.</p>
      )}
    </section>
  );
}

type Spread = Paths['endEquity'];
interface Noise {
  readonly runs: number;
  readonly observed: { readonly totalReturn: number; readonly maxDrawdown: number };
  readonly totalReturn: Spread;
  readonly maxDrawdown: Spread;
  readonly probabilityOfLoss: number;
}

function NoiseTable({ noise }: { noise: unknown }) {
  if (typeof noise !== 'object' || noise === null) return null;
  const { runs, observed, totalReturn, maxDrawdown, probabilityOfLoss } = noise as Noise;
  const row = (name: string, was: number, { p5, p50, p95 }: Spread) => [name, percent(was), percent(p5), percent(p50), percent(p95)];
  return (
    <section aria-label="Slightly other prices">
      <Table
        title="Slightly other prices"
        header={['', 'As it was', '5 %', 'Half', '95 %']}
        rows={[row('Return', observed.totalReturn, totalReturn), row('Max drawdown', observed.maxDrawdown, maxDrawdown)]}
      />
      <p class="hint">
        {count(runs)} runs; {share(probabilityOfLoss)} of them lose.
      </p>
    </section>
  );
}

function RandomEntry({ entry }: { entry: Readonly<Record<string, unknown>> }) {
  const { observedReturn, p, draws, percentiles } = entry as { observedReturn: number; p: number; draws: number; percentiles: Spread };
  return (
    <section aria-label="Entries at random">
      <h2>{p <= 0.05 ? 'The entries are better than chance' : 'Entries at random do as well often enough'}</h2>
      <p class="hint">
        As it was {percent(observedReturn)}; {count(draws)} times as many at random {percent(percentiles.p5)} to {percent(percentiles.p95)}{' '}
        (5 to 95 %), as much or more with probability {money(p, 3)}.
      </p>
    </section>
  );
}
