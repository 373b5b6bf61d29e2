import { useSignal } from '@preact/signals';
import { colourOf, inkOn } from '../../../../shared/drawing/colour.ts';
import type { MapCell, ParameterMap } from '../../../../shared/drawing/parameter-map.ts';
import { count } from '../../logic/format.ts';

interface HeatProps {
  readonly map: ParameterMap;
  /** What is coloured, like `Sharpe`. */
  readonly name: string;
  readonly text: (value: number) => string;
  readonly onPick: (params: Readonly<Record<string, number>>) => void;
}

/** Columns up to which a cell has room for its number. */
const NUMBERED_MAX = 14;
const STOPS = Array.from({ length: 11 }, (_, i) => i / 10);

export const paramsText = (params: Readonly<Record<string, number>>): string =>
  Object.entries(params)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

/** What combinations came to by two parameters: pointing reads a cell, a click takes its combination. */
export function HeatMap({ map, name, text, onPick }: HeatProps) {
  const read = useSignal<MapCell | null>(null);
  const { x, y, columns, rows, cells, worst, best, others } = map;
  const numbered = columns.length <= NUMBERED_MAX;
  const said = ({ value, combinations, params }: MapCell): string => {
    const own = value === null ? 'no value' : text(value);
    return combinations === 1
      ? `${own}: ${paramsText(params)}`
      : `median ${own} of ${count(combinations)} combinations, the best ${paramsText(params)}`;
  };
  const cell = (it: MapCell | null, column: number) => {
    if (it === null) return <td key={column} class="none" />;
    const look = it.share === null ? {} : { background: colourOf(it.share), color: inkOn(it.share) };
    return (
      <td key={column}>
        <button
          type="button"
          class="heat-cell"
          style={look}
          title={said(it)}
          aria-label={said(it)}
          onClick={() => onPick(it.params)}
          onPointerEnter={() => (read.value = it)}
          onFocus={() => (read.value = it)}
        >
          {numbered ? (it.value === null ? 'n/a' : text(it.value)) : ''}
        </button>
      </td>
    );
  };
  return (
    <figure class="heat">
      <div class="readout heat-read" aria-live="polite">
        <span>
          {read.value === null
            ? 'Point at a cell to read it; click it to run that combination as a backtest.'
            : `${name} ${said(read.value)}`}
        </span>
      </div>
      <div class="scroll-x" tabIndex={0} role="region" aria-label={`${name} by ${x}${y === null ? '' : ` and ${y}`}`}>
        <table class={numbered ? 'heat-table' : 'heat-table dense'} onPointerLeave={() => (read.value = null)}>
          <thead>
            <tr>
              {y !== null && <th scope="col">{`${y} \\ ${x}`}</th>}
              {columns.map(({ label }) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cells
              .map((row, i) => (
                <tr key={i}>
                  {y !== null && <th scope="row">{rows[i]?.label}</th>}
                  {row.map(cell)}
                </tr>
              ))
              .reverse()}
          </tbody>
        </table>
      </div>
      <div class="heat-scale">
        <span>worst {text(worst)}</span>
        <span class="heat-stops" aria-hidden="true">
          {STOPS.map((share) => (
            <i key={share} style={{ background: colourOf(share) }} />
          ))}
        </span>
        <span>best {text(best)}</span>
      </div>
      {others !== 'all' && (
        <p class="hint">
          {others === 'best'
            ? 'The other parameters stand at the values of the best combination.'
            : 'Each cell is the median over whatever values the other parameters have in it.'}
        </p>
      )}
    </figure>
  );
}
