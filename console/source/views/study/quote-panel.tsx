import type { Quote } from '../../api/types.ts';
import { count, duration, money } from '../../logic/format.ts';

const seconds = (value: number): string => (value < 60 ? `${money(value, value < 10 ? 1 : 0)} s` : duration(value));
/** Dollars with cents, or as many decimals as the first two figures need. */
export const dollars = (value: number): string => `$${value === 0 || value >= 0.1 ? money(value) : value.toPrecision(2)}`;

/** What the study would take, before it is started. */
export function QuotePanel({ quote }: { quote: Quote }) {
  const { runs, unit, bars, barsPerSecond, here, aws, capUsd, capLambdaSeconds, withinCap } = quote;
  return (
    <section class={withinCap ? 'quote' : 'quote over'} aria-label="Quote" aria-live="polite">
      <dl class="metrics">
        <div>
          <dt>In AWS</dt>
          <dd data-quote="usd">{dollars(aws.usd)}</dd>
        </div>
        <div>
          <dt>Lambda</dt>
          <dd>
            {count(Math.ceil(aws.lambdaSeconds))} s in {count(aws.shards)} {aws.shards === 1 ? 'shard' : 'shards'}
          </dd>
        </div>
        <div>
          <dt>Takes there</dt>
          <dd>{seconds(aws.seconds)}</dd>
        </div>
        <div>
          <dt>Takes here</dt>
          <dd>
            {seconds(here.seconds)} with {here.workers} {here.workers === 1 ? 'worker' : 'workers'}
          </dd>
        </div>
        <div>
          <dt>Runs</dt>
          <dd>{count(runs)}</dd>
        </div>
        <div>
          <dt>{unit === 'steps' ? 'Steps' : 'Bars'}</dt>
          <dd>
            {count(bars)}, {money(barsPerSecond / 1e6, 1)} million a second
          </dd>
        </div>
      </dl>
      {!withinCap && (
        <p class="notice bad" role="alert">
          This is above the cap{capsOf(capUsd, capLambdaSeconds)}: it cannot be started. Ask for less, or raise the cap.
        </p>
      )}
    </section>
  );
}

function capsOf(usd: number | null, lambdaSeconds: number | null): string {
  const caps = [usd === null ? [] : [dollars(usd)], lambdaSeconds === null ? [] : [`${count(lambdaSeconds)} Lambda-seconds`]].flat();
  return caps.length === 0 ? '' : ` of ${caps.join(' and ')}`;
}
