import { readFileSync } from 'node:fs';
import { indicatorBars, isWhole, keptRows } from '../../scripts/golden/indicator-bars.ts';
import { computeIndicator } from '../../shared/indicators/batch.ts';
import { findIndicator, type Indicator } from '../../shared/indicators/catalogue.ts';
import type { Input } from '../../shared/indicators/input.ts';

/** What TA-Lib itself answered, once; scripts/golden/indicators.ts says how. */
export interface TalibAnswer {
  readonly name: string;
  readonly options: Readonly<Record<string, number>>;
  /** First row with a value; `outputs` hold those of `keptRows`. */
  readonly first: number;
  readonly outputs: Readonly<Record<string, readonly number[]>>;
}

const golden = new URL('../golden/indicators/talib.jsonl', import.meta.url);
/** One a line, after a line that says what they are. */
export const TALIB_ANSWERS: readonly TalibAnswer[] = readFileSync(golden, 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => JSON.parse(line));
const bars = indicatorBars();

/** How an indicator of the catalogue answers the same question as a function of TA-Lib. */
export interface TalibTwin {
  readonly id: string;
  /** Its parameters out of TA-Lib's options; by default `period` where there is one. */
  readonly values?: (options: Readonly<Record<string, number>>) => Record<string, number>;
  readonly inputs?: readonly Input[];
  /** Its output for each of TA-Lib's; by default the first for the only one. */
  readonly outputs?: Readonly<Record<string, string>>;
  /** Row from which they agree, the first unless `because` says why not. */
  readonly from?: (first: number) => number;
  readonly because?: string;
}

const PERIOD = (options: Readonly<Record<string, number>>): Record<string, number> =>
  options['optInTimePeriod'] === undefined ? {} : { period: options['optInTimePeriod'] };

/** Where the twin's values leave TA-Lib's by more than 1e-8 of them, or start elsewhere; nothing when they agree. */
export function talibDifference(answer: TalibAnswer, twin: TalibTwin): string | undefined {
  const indicator = findIndicator(twin.id) as Indicator;
  const values = (twin.values ?? PERIOD)(answer.options);
  const spec = indicator(values, twin.inputs === undefined ? {} : { inputs: twin.inputs });
  const columns = computeIndicator(spec, bars);
  const from = twin.from?.(answer.first) ?? answer.first;
  if (twin.from === undefined && spec.warmup !== answer.first) return `${spec.key} starts at row ${spec.warmup}, TA-Lib at ${answer.first}`;
  for (const [output, theirs] of Object.entries(answer.outputs)) {
    const column = columns[twin.outputs === undefined ? 0 : spec.definition.outputs.indexOf(twin.outputs[output] as string)];
    if (column === undefined) return `${spec.key} has no output for ${output}`;
    for (const [i, row] of keptRows(answer.first, isWhole(theirs)).entries()) {
      const [mine, expected] = [column[row] as number, theirs[i] as number];
      if (row >= from && !(Math.abs(mine - expected) <= 1e-8 * Math.max(1, Math.abs(expected))))
        return `${spec.key}, ${output}, row ${row}: ${mine}, but TA-Lib has ${expected}`;
    }
  }
  return undefined;
}
