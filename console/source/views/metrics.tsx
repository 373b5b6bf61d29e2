import { DETAILS, HEADLINES, type Metric, otherMetrics, valueOf } from '../logic/metrics.ts';
import { tone } from './backtest-list.tsx';

type Summary = Readonly<Record<string, unknown>>;

/** Figures of a run; what is undefined (no trades, no deviation) is said so, not shown as zero. */
export function Metrics({ summary, part }: { summary: Summary; part: 'headlines' | 'details' }) {
  const metrics = part === 'headlines' ? HEADLINES : [...DETAILS, ...otherMetrics(summary)];
  return (
    <dl class={part === 'headlines' ? 'headlines' : 'metrics'} aria-label={part === 'headlines' ? 'Result' : 'All figures'}>
      {metrics
        .filter((metric) => valueOf(summary, metric.key) !== undefined)
        .map((metric) => (
          <Figure key={metric.key} metric={metric} value={valueOf(summary, metric.key)} />
        ))}
    </dl>
  );
}

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
