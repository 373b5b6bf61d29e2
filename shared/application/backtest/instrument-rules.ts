import type { Execution, InstrumentRules } from '../../contracts/execution.ts';
import { CALENDARS } from '../../domain/calendar/calendar.ts';
import { type Instrument, ORDER_RULES } from '../../domain/instrument.ts';
import { EngineError } from '../../engine/error.ts';

type Numbers = Pick<InstrumentRules, (typeof ORDER_RULES)[number]>;

/** The instrument by the rules that a request states: those for all instruments, then those by its symbol, then what it is itself. */
export function ruledInstrument(instrument: Instrument, execution: Execution | undefined): Instrument {
  if (execution === undefined) return instrument;
  const rules = { ...given(execution.instruments?.[instrument.symbol] ?? {}), ...given(numbersOf(execution)) };
  return Object.keys(rules).length === 0 ? instrument : { ...instrument, ...rules };
}

/** The same of all that is traded. */
export function withRules<Traded extends { readonly instrument: Instrument }>(
  data: readonly Traded[],
  execution: Execution | undefined,
): readonly Traded[] {
  if (execution === undefined) return data;
  return data.map((one) => ({ ...one, instrument: ruledInstrument(one.instrument, execution) }));
}

/** What of a request's `execution` is no rule of an instrument. */
export function withoutRules(execution: Execution): Omit<Execution, (typeof ORDER_RULES)[number] | 'instruments'> {
  const rest: Record<string, unknown> = { ...execution };
  for (const name of ['instruments', ...ORDER_RULES]) delete rest[name];
  return rest as ReturnType<typeof withoutRules>;
}

/** Throws `EngineError` that names the rule that cannot be one. */
export function checkRules(execution: Execution): void {
  checkNumbers(numbersOf(execution), '');
  for (const [symbol, rules] of Object.entries(execution.instruments ?? {})) {
    checkNumbers(rules, `instruments.${symbol}.`);
    const { calendar } = rules;
    if (calendar !== undefined && !CALENDARS.includes(calendar))
      throw new EngineError(
        `instruments.${symbol}.calendar`,
        `instruments.${symbol}.calendar is "${calendar}", but must be one of ${CALENDARS.join(', ')}`,
      );
  }
}

function checkNumbers(rules: Numbers, path: string): void {
  for (const name of ORDER_RULES) {
    const value = rules[name];
    if (value !== undefined && !(value > 0 && value < Infinity))
      throw new EngineError(`${path}${name}`, `${path}${name} is ${value}, but must be a positive number`);
  }
  const { minQuantity = 0, maxQuantity = Infinity } = rules;
  if (minQuantity > maxQuantity)
    throw new EngineError(
      `${path}minQuantity`,
      `${path}minQuantity is ${minQuantity}, but must be at most maxQuantity, which is ${maxQuantity}`,
    );
}

function numbersOf(rules: Numbers): Numbers {
  return Object.fromEntries(ORDER_RULES.map((name) => [name, rules[name]]));
}

/** Without what is undefined. */
function given(rules: InstrumentRules): Partial<Instrument> {
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));
}
