import { GROUPS, HEADLINES, type Metric, otherMetrics, valueOf } from '../logic/metrics.ts';
import { tone } from './backtest-list.tsx';

type Summary = Readonly<Record<string, unknown>>;

/** The figures at the head of a run; what is undefined (no trades, no deviation) is said so, not shown as zero. */
export const Headlines = ({ summary }: { summary: Summary }) => (
  <Figures summary={summary} metrics={HEADLINES} label="Result" look="headlines" />
);

/** All others, by what they are about. */
export function Details({ summary }: { summary: Summary }) {
  const others = otherMetrics(summary);
  const groups = others.length === 0 ? GROUPS : [...GROUPS, { title: 'Others', metrics: others }];
  return (
    <section class="metric-groups" aria-label="All figures">
      {groups.map(({ title, metrics }) => (
        <div key={title}>
          <h2>{title}</h2>
          <Figures summary={summary} metrics={metrics} label={title} look="metrics" />
        </div>
      ))}
    </section>
  );
}

interface FiguresProps {
  readonly summary: Summary;
  readonly metrics: readonly Metric[];
  readonly label: string;
  readonly look: 'headlines' | 'metrics';
}

const Figures = ({ summary, metrics, label, look }: FiguresProps) => (
  <dl class={look} aria-label={label}>
    {metrics
      .filter((metric) => valueOf(summary, metric.key) !== undefined)
      .map((metric) => (
        <Figure key={metric.key} metric={metric} value={valueOf(summary, metric.key)} />
      ))}
  </dl>
);

function Figure({ metric, value }: { metric: Metric; value: unknown }) {
  const known = typeof value === 'number';
  return (
    <div title={metric.about}>
      <dt>{metric.label}</dt>
      <dd class={known && metric.signed ? tone(value) : ''} data-metric={metric.key}>
        {known ? metric.format(value) : 'n/a'}
      </dd>
    </div>
  );
}
