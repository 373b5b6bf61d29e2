import { useSignal } from '@preact/signals';
import type { Dataset } from '../api/types.ts';
import { count, utc } from '../logic/format.ts';
import { searchDatasets } from '../logic/form.ts';
import { catalogueFault } from '../state/catalogue.ts';

interface PickerProps {
  /** Null until they are read. */
  readonly datasets: readonly Dataset[] | null;
  readonly chosen: readonly string[];
  /** Whether those that are chosen trade on one account. */
  readonly shared: boolean;
  readonly onChoose: (ids: readonly string[]) => void;
  readonly fault?: string | undefined;
}
const SHOWN_MAX = 200;

/** Datasets to run on: search, tick, or take all that the search found. */
export function DatasetPicker({ datasets, chosen, shared, onChoose, fault }: PickerProps) {
  const search = useSignal('');
  const ready = (datasets ?? []).filter((dataset) => dataset.status === 'READY');
  const found = searchDatasets(ready, search.value);
  const set = new Set(chosen);
  const allChosen = found.length > 0 && found.every((dataset) => set.has(dataset.id));
  const toggle = (id: string) => onChoose(set.has(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  const toggleAll = () => {
    const ids = found.map((dataset) => dataset.id);
    onChoose(allChosen ? chosen.filter((id) => !ids.includes(id)) : [...new Set([...chosen, ...ids])]);
  };
  return (
    <fieldset class={fault ? 'picker faulty' : 'picker'} aria-describedby="datasets-note">
      <legend>Data</legend>
      <div class="picker-tools">
        <input
          type="search"
          aria-label="Search datasets"
          placeholder="Search symbol, file or timeframe"
          value={search.value}
          onInput={(event) => (search.value = event.currentTarget.value)}
        />
        <label class="check">
          <input type="checkbox" checked={allChosen} disabled={found.length === 0} onChange={toggleAll} />
          All <span class="unit">({found.length})</span>
        </label>
      </div>
      <ul class="picker-rows" aria-label="Datasets">
        {found.slice(0, SHOWN_MAX).map((dataset) => (
          <li key={dataset.id}>
            <label class="picker-row">
              <input type="checkbox" checked={set.has(dataset.id)} onChange={() => toggle(dataset.id)} />
              <span class="picker-symbol">{dataset.symbol}</span>
              <span class="picker-frame">{dataset.timeframe ?? 'n/a'}</span>
              <span class="picker-span">
                {dataset.from && dataset.to ? `${utc(dataset.from, true)} \u2013 ${utc(dataset.to, true)}` : ''}
                {dataset.synthetic && <span class="chip chip-synthetic">synthetic</span>}
              </span>
              <span class="picker-bars">{count(dataset.bars)}</span>
            </label>
          </li>
        ))}
      </ul>
      {found.length > SHOWN_MAX && <p class="hint">{count(found.length - SHOWN_MAX)} more; search to see them. "All" takes them too.</p>}
      {datasets === null && !catalogueFault.value && <p class="hint picker-empty loading">Loading datasets</p>}
      {datasets !== null && ready.length === 0 && (
        <p class="hint picker-empty">
          No data yet. Drop a CSV or Parquet file with time, open, high, low, close and volume here. Without one at hand,{' '}
          <code>npx skytape data synthesise demo --api {location.origin}</code> makes a market that is labelled synthetic.
        </p>
      )}
      {ready.length > 0 && found.length === 0 && <p class="hint picker-empty">Nothing matches "{search.value}".</p>}
      <p class="note" id="datasets-note" role={fault ? 'alert' : undefined}>
        {fault ??
          (chosen.length > 1
            ? `${chosen.length} chosen; ${shared ? 'they trade on one account' : 'the cash is split equally between them'}`
            : chosen.length === 1
              ? '1 chosen'
              : '')}
      </p>
    </fieldset>
  );
}
