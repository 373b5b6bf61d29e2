import { counted } from '../../domain/counted.ts';
import { nearest } from '../../domain/nearest.ts';
import type { Indicator } from '../../indicators/catalogue.ts';
import type { Elsewhere, PriceInput } from '../../indicators/input.ts';
import type { Parameter } from '../../indicators/parameters.ts';
import { parseTimeframe } from '../../domain/timeframe.ts';
import { lagged, type Source } from './derived.ts';
import type { Faults, Path } from './fault.ts';
import { type OperandText, readOperandText } from './operand-text.ts';
import { ANY_NUMBER, type Level, type Range, type RuleParameters } from './parameters.ts';
import { MOST_BARS, type NumberOrReference, type Operand, type OperandObject, REFERENCE } from './schema.ts';
import { columnSeries, columnWords, derivedSeries, isColumn, type Series, type Value } from './series.ts';

export interface OperandScope {
  readonly faults: Faults;
  readonly parameters: RuleParameters;
  readonly indicators: ReadonlyMap<string, Indicator>;
  /** The file's `indicators`, by name. */
  readonly named: Readonly<Record<string, Operand>>;
}

/** What stands in for an operand that has a fault of its own, so that the rest of the file is still read. */
const NOTHING: Series = columnSeries('close');

/** An indicator with everything that was said about it, from whichever way it was written. */
interface Asked {
  readonly path: Path;
  /** Where the parts stand: for text all of them at `path`. */
  readonly at: (...steps: (string | number)[]) => Path;
  /** Before a reason, so that it names the text. */
  readonly where: string;
  readonly id: string;
  readonly given: ReadonlyMap<string, NumberOrReference>;
  readonly inputs: readonly PriceInput[] | undefined;
  readonly output: string | undefined;
  readonly timeframe: string | undefined;
  /** Symbol of another instrument. */
  readonly of: string | undefined;
}

/** What is known from outside: `feature rate`. */
const FEATURE = /^feature \S.*$/;

/** Finds out what operands mean, against the catalogue, the parameters and the named indicators of a file. */
export class Operands {
  readonly #scope: OperandScope;
  readonly #open = new Set<string>();
  readonly #used = new Set<string>();

  constructor(scope: OperandScope) {
    this.#scope = scope;
  }

  read(path: Path, operand: Operand): Value {
    if (typeof operand === 'number') return this.#scope.parameters.level(path, operand, ANY_NUMBER);
    if (typeof operand !== 'string') return this.#readObject(path, operand);
    if (REFERENCE.test(operand)) return this.#scope.parameters.level(path, operand, ANY_NUMBER);
    return this.#readText(path, operand);
  }

  /** An operand that must change from bar to bar. */
  readSeries(path: Path, operand: Operand): Series {
    const value = this.read(path, operand);
    if (value.kind === 'series') return value;
    this.#fault(path, `is ${value.said}, but must be something that changes: a price column or an indicator`);
    return NOTHING;
  }

  /** An indicator that nothing uses is mostly one whose name was mistyped where it was meant. */
  checkAllUsed(): void {
    for (const name of Object.keys(this.#scope.named))
      if (!this.#used.has(name)) this.#fault(['indicators', name], `nothing uses "${name}"`);
  }

  #fault(path: Path, reason: string): Series {
    this.#scope.faults.add(path, reason);
    return NOTHING;
  }

  #readObject(path: Path, operand: OperandObject): Value {
    const { indicator, column, params = {}, inputs, output, timeframe, of, ago } = operand;
    const at = (...steps: (string | number)[]) => [...path, ...steps];
    if (column !== undefined) return this.#ago(at('ago'), this.#column(at('timeframe'), { column, timeframe, of }), ago);
    const series = this.#indicator({
      path,
      at,
      where: '',
      id: indicator ?? '',
      given: new Map(Object.entries(params)),
      inputs,
      output,
      timeframe,
      of,
    });
    return this.#ago(at('ago'), series, ago);
  }

  /** A column; that of another instrument is of the run's timeframe, as of its last close. */
  #column(path: Path, { column, timeframe, of }: { column: PriceInput; timeframe: string | undefined; of: string | undefined }): Series {
    if (of === undefined) return columnSeries(column, timeframe);
    if (timeframe === undefined) return columnSeries(`${column} of ${of}`);
    return this.#fault(path, `is the ${column} of ${of} on ${timeframe} bars; write sma(1)@${timeframe} of ${of}`);
  }

  #readText(path: Path, text: string): Value {
    if (FEATURE.test(text)) return columnSeries(text as Elsewhere);
    const read = readOperandText(text);
    if ('fault' in read) return this.#fault(path, read.fault);
    if (read.timeframe !== undefined && !isTimeframe(read.timeframe))
      return this.#fault(path, `"${read.timeframe}" in "${text}" is no timeframe; write a number and a unit, like 15m, 4h or 1d`);
    if (read.args !== undefined) return this.#ago(path, this.#indicator(this.#askedInText(path, text, read)), read.ago);
    if (isColumn(read.name) && read.output === undefined) {
      const series = this.#column(path, { column: read.name, timeframe: read.timeframe, of: read.of });
      return this.#ago(path, series, read.ago);
    }
    return this.#readNamed(path, text, read);
  }

  /** `fast`, `bands.upper` or `fast[1]`: one of the file's own indicators. */
  #readNamed(path: Path, text: string, { name, output, timeframe, of, ago }: OperandText): Value {
    const { named, indicators } = this.#scope;
    const operand = Object.hasOwn(named, name) ? named[name] : undefined;
    if (operand === undefined) return this.#fault(path, unknownWord(name, [...Object.keys(named), ...indicators.keys()], indicators));
    if (timeframe !== undefined) return this.#fault(path, `"${text}" gives "${name}" a timeframe; give it where "${name}" is defined`);
    if (of !== undefined) return this.#fault(path, `"${text}" gives "${name}" an instrument; give it where "${name}" is defined`);
    this.#used.add(name);
    if (this.#open.has(name)) return this.#fault(path, `"${name}" is defined by itself`);
    const whole = output === undefined ? operand : withOutput(operand, output);
    if (whole === undefined)
      return this.#fault(path, `"${name}" has no output "${output}" to choose: ${JSON.stringify(operand).slice(0, 60)}`);
    this.#open.add(name);
    const value = this.read(['indicators', name], whole);
    this.#open.delete(name);
    if (value.kind === 'series') return this.#ago(path, value, ago);
    return ago === undefined ? value : this.#fault(path, `"${name}" is the number ${value.said}, which has no past`);
  }

  #askedInText(path: Path, text: string, { name, args, output, timeframe, of }: OperandText): Asked {
    const { inputs = [], positional = [], named = new Map<string, NumberOrReference>() } = args ?? {};
    const known = Object.keys(this.#scope.indicators.get(name)?.definition.parameters ?? {});
    const given = new Map(named);
    for (const [index, value] of positional.entries()) {
      const parameter = known[index];
      if (parameter !== undefined && !given.has(parameter)) given.set(parameter, value);
      else if (this.#scope.indicators.has(name))
        this.#fault(
          path,
          parameter === undefined
            ? `"${text}" has ${positional.length} numbers, but ${name} has ${parameterList(known)}`
            : `"${text}" gives ${parameter} twice`,
        );
    }
    return {
      path,
      at: () => path,
      where: `in "${text}", `,
      id: name,
      given,
      inputs: inputs.length === 0 ? undefined : inputs,
      output,
      timeframe,
      of,
    };
  }

  #indicator(asked: Asked): Series {
    const { faults, indicators } = this.#scope;
    const { id, at, where, timeframe, of } = asked;
    const factory = indicators.get(id);
    if (factory === undefined) {
      const near = nearest(id, [...indicators.keys()]);
      return this.#fault(
        at('indicator'),
        `unknown indicator "${id}"; ${near === undefined ? '`skytape indicators` lists those there are' : `did you mean "${near}"?`}`,
      );
    }
    const { definition } = factory;
    const levels = this.#levels(asked, definition.parameters);
    const output = this.#output(asked, definition.outputs);
    if (asked.inputs !== undefined && asked.inputs.length !== definition.inputs.length) {
      const takes = `${counted(definition.inputs.length, 'column')} (${definition.inputs.join(', ')})`;
      faults.add(at('inputs'), `${where}${id} reads ${takes}, not ${asked.inputs.length}`);
    }
    if (levels === undefined || output === undefined || faults.any) return NOTHING;
    const options = {
      ...(asked.inputs && { inputs: asked.inputs }),
      ...(timeframe === undefined ? {} : { timeframe }),
      ...(of === undefined ? {} : { of }),
    };
    const settings = [...levels].map(([name, level]) => `${name}=${level.said}`);
    return {
      kind: 'series',
      id: `${id}(${settings.join(',')})[${(asked.inputs ?? definition.inputs).join(',')}]@${timeframe ?? ''} of ${of ?? ''}`,
      make: (values) => factory(Object.fromEntries([...levels].map(([name, level]) => [name, level.of(values)])), options),
      output,
      timeframe,
      of,
      said: indicatorWords(factory, shownLevels(levels, asked), { inputs: asked.inputs, output, timeframe, of }),
    };
  }

  /** Every parameter of the indicator: as given, or its default. */
  #levels({ id, at, where, given }: Asked, parameters: Readonly<Record<string, Parameter>>): Map<string, Level> | undefined {
    const known = Object.keys(parameters);
    const unknown = [...given.keys()].filter((name) => !Object.hasOwn(parameters, name));
    for (const name of unknown) {
      const near = nearest(name, known);
      this.#fault(
        at('params', name),
        `${where}${id} has no parameter "${name}"; ${near === undefined ? `it has ${parameterList(known)}` : `did you mean "${near}"?`}`,
      );
    }
    const levels = new Map<string, Level>();
    for (const [name, parameter] of Object.entries(parameters)) {
      const range: Range = { what: where === '' ? 'it' : name, whole: parameter.kind === 'int', min: parameter.min, max: parameter.max };
      levels.set(name, this.#scope.parameters.level(at('params', name), given.get(name) ?? parameter.default, range, where));
    }
    return unknown.length === 0 ? levels : undefined;
  }

  #output({ id, at, where, output }: Asked, outputs: readonly string[]): string | undefined {
    if (output === undefined && outputs.length === 1) return outputs[0];
    if (output !== undefined && outputs.includes(output)) return output;
    const near = output === undefined ? undefined : nearest(output, outputs);
    const list = outputs.join(', ');
    if (output === undefined) this.#fault(at(), `${where}${id} has several outputs; name one of ${list}`);
    else
      this.#fault(
        at('output'),
        `${where}${id} has no output "${output}"; ${near === undefined ? `it has ${list}` : `did you mean "${near}"?`}`,
      );
    return undefined;
  }

  #ago(path: Path, series: Series, given: NumberOrReference | undefined): Series {
    if (given === undefined || given === 0) return series;
    const bars = this.#scope.parameters.level(path, given, { what: 'ago', whole: true, min: 0, max: MOST_BARS });
    const derive = ([source]: readonly Source[], values: Readonly<Record<string, number>>) => lagged(source as Source, bars.of(values));
    return { ...derivedSeries([series], `ago ${bars.said}`, derive), said: `${series.said} ${barsWords(bars.said)} ago` };
  }
}

/** "1 bar", "5 bars", "$n bars" */
export function barsWords(said: string): string {
  return said === '1' ? '1 bar' : `${said} bars`;
}

/** A named indicator of several outputs, with the one that is asked for; undefined when it has none to choose. */
function withOutput(operand: Operand, output: string): Operand | undefined {
  if (typeof operand === 'number') return undefined;
  if (typeof operand === 'object')
    return operand.output === undefined && operand.indicator !== undefined ? { ...operand, output } : undefined;
  const read = readOperandText(operand);
  if ('fault' in read) return operand;
  return read.args === undefined || read.output !== undefined ? undefined : operand.replace(')', `).${output}`);
}

function isTimeframe(name: string): boolean {
  try {
    return parseTimeframe(name) > 0;
  } catch {
    return false;
  }
}

function unknownWord(name: string, known: readonly string[], indicators: ReadonlyMap<string, Indicator>): string {
  if (indicators.has(name))
    return `"${name}" is an indicator: write ${name}() or give its numbers, and one of its outputs where it has several`;
  const near = nearest(name, [...known, 'open', 'high', 'low', 'close', 'volume', 'hl2', 'hlc3', 'ohlc4']);
  return `unknown operand "${name}"; ${near === undefined ? 'it is no price column and none of "indicators"' : `did you mean "${indicators.has(near) ? `${near}()` : near}"?`}`;
}

function parameterList(known: readonly string[]): string {
  return known.length === 0 ? 'no parameters' : `${known.length === 1 ? 'the parameter' : 'the parameters'} ${known.join(', ')}`;
}

/** What was given, and the defaults that say something: one of 0 says that nothing is moved or chosen. */
function shownLevels(levels: ReadonlyMap<string, Level>, { given }: Asked): ReadonlyMap<string, Level> {
  return new Map([...levels].filter(([name, { said }]) => given.has(name) || said !== '0'));
}

interface Wording {
  readonly inputs: readonly PriceInput[] | undefined;
  readonly output: string;
  readonly timeframe: string | undefined;
  readonly of: string | undefined;
}

/** "the upper line of the Bollinger bands (period 20, stdDev 2)" */
function indicatorWords(
  { definition }: Indicator,
  levels: ReadonlyMap<string, Level>,
  { inputs, output, timeframe, of: symbol }: Wording,
): string {
  const { name, source, outputs } = definition;
  const [first = ''] = name.split(' ');
  // A name that begins with its author, or is an abbreviation, keeps its capital.
  const keeps = source.startsWith(first.replace(/[’']s$/, '')) || /^[A-Z%]{2}/.test(first);
  const noun = keeps ? name : name.charAt(0).toLowerCase() + name.slice(1);
  const settings = [...levels].map(([parameter, level]) => `${parameter} ${level.said}`).join(', ');
  const line = outputs.length === 1 ? '' : `the ${output} line of `;
  const of = inputs === undefined ? '' : ` of ${inputs.map(columnWords).join(', ')}`;
  return `${line}the ${noun}${settings === '' ? '' : ` (${settings})`}${of}${timeframe === undefined ? '' : ` on ${timeframe} bars`}${symbol === undefined ? '' : ` of ${symbol}`}`;
}
