import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { parameterMap, variedParameters } from '../../../../shared/drawing/parameter-map.ts';
import { measureName, measureText } from '../../logic/measures.ts';
import type { Sample } from '../../logic/objective.ts';
import { HeatMap } from '../drawings/heat-map.tsx';

interface MapProps {
  readonly samples: readonly Sample[];
  readonly measure: string;
  /** Which way is better. */
  readonly goal: 'max' | 'min';
  readonly onPick: (params: Readonly<Record<string, number>>) => void;
}

/** Two parameters to look at, and what combinations came to by them. */
export function SweepMap({ samples, measure, goal, onPick }: MapProps) {
  const axes = useSignal<{ readonly x?: string; readonly y?: string }>({});
  const names = useMemo(() => variedParameters(samples), [samples]);
  const x = axes.value.x ?? names[0];
  const y = axes.value.y ?? names.find((name) => name !== x) ?? null;
  const map = useMemo(() => (x === undefined ? undefined : parameterMap(samples, { x, y, goal })), [samples, x, y, goal]);
  if (map === undefined)
    return (
      <p class="hint">
        {names.length === 0 ? 'There is one combination: nothing to map.' : `No combination has a value of ${measureName(measure)}.`}
      </p>
    );
  const axis = (id: 'x' | 'y', label: string, value: string, other: string | null) => (
    <label class="inline">
      {label}{' '}
      <select id={`axis-${id}`} value={value} onChange={(event) => (axes.value = { ...axes.value, [id]: event.currentTarget.value })}>
        {names
          .filter((name) => name !== other)
          .map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
      </select>
    </label>
  );
  return (
    <>
      {names.length > 2 && (
        <div class="section-head">
          {axis('x', 'Across', map.x, y)}
          {y !== null && axis('y', 'Up', y, map.x)}
        </div>
      )}
      <HeatMap map={map} name={measureName(measure)} text={(value) => measureText(measure, value)} onPick={onPick} />
    </>
  );
}
