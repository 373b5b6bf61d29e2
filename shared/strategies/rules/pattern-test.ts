import { nearest } from '../../domain/nearest.ts';
import type { Parameters } from '../../indicators/parameters.ts';
import { patternIndicator } from '../pattern-indicator.ts';
import type { ConditionScope } from './condition-scope.ts';
import type { Path } from './fault.ts';
import type { Level, Values } from './parameters.ts';
import type { PatternTest } from './schema.ts';
import { type Series, viewOf } from './series.ts';
import type { Bound, Compiled, Test } from './comparison.ts';

const WAYS = { up: ' pointing up', down: ' pointing down', any: '' } as const;

/** A pattern as a condition, and the series to declare for it; none when there is no such pattern. */
export function compilePattern(path: Path, asked: PatternTest, scope: ConditionScope): Compiled & { readonly series?: Series } {
  const { id, direction = 'any', timeframe } = asked;
  const pattern = scope.patterns.get(id);
  if (pattern === undefined) {
    const near = nearest(id, [...scope.patterns.keys()]);
    const hint = near === undefined ? '`skytape patterns` lists those there are' : `did you mean "${near}"?`;
    scope.faults.add(path, `unknown pattern "${id}"; ${hint}`);
    return { bind: () => () => false, said: id };
  }
  const { definition } = pattern;
  const levels = levelsOf(path, asked, definition.parameters, scope);
  const settings = [...levels].map(([name, level]) => `${name} ${level.said}`).join(', ');
  const options = timeframe === undefined ? {} : { timeframe };
  const make = (values: Values) => {
    const given = [...levels].map(([name, level]) => [name, level.of(values)] as const);
    return patternIndicator(pattern(Object.fromEntries(given)), options);
  };
  const series: Series = {
    kind: 'series',
    id: `pattern ${id}(${settings})@${timeframe ?? ''}`,
    make,
    output: 'value',
    timeframe,
    said: id,
  };
  const bind = ({ views }: Bound): Test => {
    const view = viewOf(series, views);
    if (direction === 'up') return () => view.value > 0;
    return direction === 'down' ? () => view.value < 0 : () => view.value !== 0;
  };
  const on = timeframe === undefined ? '' : ` on ${timeframe} bars`;
  const said = `the pattern "${definition.name}"${settings === '' ? '' : ` (${settings})`}${WAYS[direction]} is confirmed${on}`;
  return { bind, said, series };
}

function levelsOf(path: Path, { id, params = {} }: PatternTest, known: Parameters, scope: ConditionScope): Map<string, Level> {
  const levels = new Map<string, Level>();
  for (const [name, given] of Object.entries(params)) {
    const parameter = Object.hasOwn(known, name) ? known[name] : undefined;
    const at = [...path, 'params', name];
    if (parameter === undefined) {
      const near = nearest(name, Object.keys(known));
      const hint = near === undefined ? `it has ${Object.keys(known).join(', ') || 'none'}` : `did you mean "${near}"?`;
      scope.faults.add(at, `${id} has no parameter "${name}"; ${hint}`);
      continue;
    }
    const { kind, min, max } = parameter;
    levels.set(name, scope.parameters.level(at, given, { what: 'it', whole: kind === 'int', min, max }));
  }
  return levels;
}
