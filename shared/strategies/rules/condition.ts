import { crossedAbove, crossedBelow } from '../view.ts';
import { changed, changedPercent, correlated, type Source, streak } from './derived.ts';
import type { Path } from './fault.ts';
import { barsWords } from './operand.ts';
import type { Range, Values } from './parameters.ts';
import type { ConditionScope } from './condition-scope.ts';
import { compilePattern } from './pattern-test.ts';
import {
  type Change,
  type Condition,
  type CorrelationTest,
  MOST_BARS,
  type Operand,
  type SentimentTest,
  type Streak,
  type Threshold,
} from './schema.ts';
import { columnSeries, derivedSeries, type Series, viewOf } from './series.ts';
import {
  type Bound,
  type Comparison,
  type Compiled,
  compare,
  differenceOf,
  join,
  lazy,
  negate,
  type Subject,
  subjectOf,
  type Test,
} from './comparison.ts';

/** Crosses that one file may ask for: each is worked out for every bar of a run. */
const MOST_CROSSES = 50;
const BARS: Range = { what: 'it', whole: true, min: 1, max: MOST_BARS };
const NEVER = 'never change; one side must be a price column or an indicator';

/** Compiles conditions, and remembers every series that they read, for the engine to compute. */
export class Conditions {
  readonly declared = new Map<string, Series>();
  readonly #scope: ConditionScope;
  #crosses = 0;

  constructor(scope: ConditionScope) {
    this.#scope = scope;
  }

  /** Notes that the series is read in a run. */
  declare(series: Series): Series {
    this.declared.set(series.id, series);
    return series;
  }

  compile(path: Path, condition: Condition): Compiled {
    const { all, any, not, above, below, between, crossesAbove, crossesBelow, rising, falling } = condition;
    const at = (...steps: (string | number)[]) => [...path, ...steps];
    if (all) return join('all', this.#each(at('all'), all));
    if (any) return join('any', this.#each(at('any'), any));
    if (not) return negate(this.compile(at('not'), not));
    if (above) return this.#compare(at('above'), 'above', above);
    if (below) return this.#compare(at('below'), 'below', below);
    if (between) return this.#compare(at('between'), 'between', between);
    if (crossesAbove) return this.#cross(at('crossesAbove'), crossesAbove, 1);
    if (crossesBelow) return this.#cross(at('crossesBelow'), crossesBelow, -1);
    if (rising) return this.#streak(at('rising'), rising, 1);
    if (falling) return this.#streak(at('falling'), falling, -1);
    return this.#measured(at, condition);
  }

  /** The conditions that measure something of their own and hold it against a threshold. */
  #measured(at: (step: string) => Path, { delta, percentChange, pattern, correlation, sentiment }: Condition): Compiled {
    if (delta) return this.#change(at('delta'), delta, false);
    if (percentChange) return this.#change(at('percentChange'), percentChange, true);
    if (correlation) return this.#correlation(at('correlation'), correlation);
    if (sentiment) return this.#sentiment(at('sentiment'), sentiment);
    if (pattern === undefined) throw new Error('the schema let an empty condition through');
    const compiled = compilePattern(at('pattern'), typeof pattern === 'string' ? { id: pattern } : pattern, this.#scope);
    if (compiled.series) this.declare(compiled.series);
    return compiled;
  }

  #each(path: Path, conditions: readonly Condition[]): Compiled[] {
    return conditions.map((part, index) => this.compile([...path, index], part));
  }

  #subject(path: Path, operand: Operand): Subject {
    const value = this.#scope.operands.read(path, operand);
    return subjectOf(value.kind === 'series' ? this.declare(value) : value);
  }

  #compare(path: Path, kind: Comparison, operands: readonly Operand[]): Compiled {
    const [subject, ...bounds] = operands.map((operand, index) => this.#subject([...path, index], operand)) as [Subject, ...Subject[]];
    if ([subject, ...bounds].every(({ constant }) => constant)) this.#scope.faults.add(path, `compares numbers that ${NEVER}`);
    return compare(subject, kind, bounds);
  }

  /** `subject` against the threshold that stands beside it. */
  #threshold(path: Path, subject: Subject, { above, below, between }: Threshold): Compiled {
    if (above !== undefined) return compare(subject, 'above', [this.#subject([...path, 'above'], above)]);
    if (below !== undefined) return compare(subject, 'below', [this.#subject([...path, 'below'], below)]);
    const bounds = between?.map((bound, index) => this.#subject([...path, 'between', index], bound));
    return compare(subject, 'between', bounds ?? []);
  }

  #cross(path: Path, [left, right]: readonly [Operand, Operand], direction: 1 | -1): Compiled {
    const { faults, operands } = this.#scope;
    const a = operands.read([...path, 0], left);
    const b = operands.read([...path, 1], right);
    for (const value of [a, b]) if (value.kind === 'series') this.declare(value);
    if (++this.#crosses > MOST_CROSSES) faults.add(path, `is one cross too many: at most ${MOST_CROSSES} are possible in a file`);
    const said = `${a.said} crosses ${direction === 1 ? 'above' : 'below'} ${b.said}`;
    // That a number crosses above a series is that the series crosses below it.
    const [subject, other, way] = a.kind === 'series' ? [a, b, direction] : [b, a, -direction];
    if (subject.kind === 'level') {
      faults.add(path, `crosses numbers that ${NEVER}`);
      return { bind: () => () => false, said };
    }
    const bind = ({ views, values }: Bound): Test => {
      const view = viewOf(subject, views);
      const level = other.kind === 'series' ? viewOf(other, views) : other.of(values);
      return way === 1 ? () => crossedAbove(view, level) : () => crossedBelow(view, level);
    };
    return { bind, said };
  }

  #streak(path: Path, { of, bars = 1 }: Streak, direction: 1 | -1): Compiled {
    const { operands, parameters } = this.#scope;
    const series = operands.readSeries([...path, 'of'], of);
    const count = parameters.level([...path, 'bars'], bars, BARS);
    const derive = ([source]: readonly Source[], values: Values) => streak(source as Source, count.of(values));
    const run = this.declare(derivedSeries([series], `streak ${count.said}`, derive));
    const bind = ({ views, values }: Bound): Test => {
      const view = viewOf(run, views);
      const times = count.of(values);
      return direction === 1 ? () => view.value >= times : () => view.value <= -times;
    };
    const often = count.said === '1' ? '' : ` for ${barsWords(count.said)} in a row`;
    return { bind, said: `${series.said} ${direction === 1 ? 'rises' : 'falls'}${often}` };
  }

  /** Over `bars` it is a column of its own; `from` another operand it is worked out when asked, whatever the two timeframes. */
  #change(path: Path, { of, bars, from, ...threshold }: Change, percent: boolean): Compiled {
    const { operands, parameters } = this.#scope;
    const series = operands.readSeries([...path, 'of'], of);
    if (from !== undefined) {
      const difference = differenceOf(subjectOf(this.declare(series)), this.#subject([...path, 'from'], from), percent);
      return this.#threshold(path, difference, threshold);
    }
    const count = parameters.level([...path, 'bars'], bars ?? 1, BARS);
    const derive = ([source]: readonly Source[], values: Values) =>
      (percent ? changedPercent : changed)(source as Source, count.of(values));
    const said = `the change of ${series.said} over ${barsWords(count.said)}${percent ? ' in percent' : ''}`;
    const change = { ...derivedSeries([series], `${percent ? 'percent' : 'delta'} ${count.said}`, derive), said };
    return this.#threshold(path, subjectOf(this.declare(change)), threshold);
  }

  #correlation(path: Path, { of = 'close', with: other, bars, ...threshold }: CorrelationTest): Compiled {
    const { faults, operands, parameters } = this.#scope;
    const count = parameters.level([...path, 'bars'], bars, { ...BARS, min: 2 });
    const a = operands.readSeries([...path, 'of'], of);
    const b =
      typeof other === 'object' && 'symbol' in other
        ? columnSeries(`close of ${other.symbol}`)
        : operands.readSeries([...path, 'with'], other);
    if (a.timeframe !== b.timeframe) faults.add(path, `correlates ${a.said} with ${b.said}, but both must be of one timeframe`);
    else if (a.of !== b.of)
      faults.add(
        path,
        `correlates ${a.said} with ${b.said}, but an indicator of another instrument goes with one of the same instrument only`,
      );
    const derive = ([x, y]: readonly Source[], values: Values) => correlated(x as Source, y as Source, count.of(values));
    const said = `the correlation of ${a.said} with ${b.said} over ${barsWords(count.said)}`;
    const series = { ...derivedSeries([a, b], `correlation ${count.said}`, derive), said };
    return this.#threshold(path, subjectOf(this.declare(series)), threshold);
  }

  /** The feature that the run was given under that name. Before there is a score nothing is known of it, or it is 0 where the author has agreed to that. */
  #sentiment(path: Path, { of, neutralWhenMissing, ...threshold }: SentimentTest): Compiled {
    const name = of === undefined ? 'sentiment' : `sentiment of ${of}`;
    const score = subjectOf(this.declare(columnSeries(neutralWhenMissing ? `optional feature ${name}` : `feature ${name}`)));
    const said = `the ${name}`;
    if (neutralWhenMissing !== true) return this.#threshold(path, { ...score, said }, threshold);
    const bind = (run: Bound) => {
      const reader = score.bind(run);
      return lazy(() => (Number.isNaN(reader.value) ? 0 : reader.value));
    };
    return this.#threshold(path, { bind, said: `${said} (0 while there is none)`, constant: false }, threshold);
  }
}
