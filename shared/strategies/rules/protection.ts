import type { Distance as EngineDistance, Protection } from '../../domain/order.ts';
import type { Indicator } from '../../indicators/catalogue.ts';
import type { Conditions } from './condition.ts';
import type { Faults, Path } from './fault.ts';
import type { Operands } from './operand.ts';
import type { Level, RuleParameters } from './parameters.ts';
import type { Distance, RuleFile } from './schema.ts';
import { type Series, viewOf } from './series.ts';
import type { Bound } from './comparison.ts';

export interface Exits {
  /** For a run: what guards a position entered at this close; undefined when a distance is not positive now. Absent when nothing guards. */
  readonly bind?: (run: Bound) => () => Protection | undefined;
  /** For a run: the share of the price that the nearer stop is away at this close. Absent without a stop. */
  readonly stopShare?: (run: Bound) => (close: number) => number;
  readonly said: readonly string[];
}

const KINDS = ['stopLoss', 'takeProfit', 'trailingStop'] as const;
const WORDS = { stopLoss: 'Stop-loss', takeProfit: 'Take-profit', trailingStop: 'Trailing stop' } as const;
const SIDES = {
  stopLoss: ' from the entry price, on the losing side.',
  takeProfit: ' from the entry price, on the winning side.',
  trailingStop: ' behind the best price since the entry.',
} as const;

interface Measured {
  readonly bind: (run: Bound) => () => EngineDistance;
  readonly said: string;
}

interface ProtectionScope {
  readonly faults: Faults;
  readonly parameters: RuleParameters;
  readonly operands: Operands;
  readonly conditions: Conditions;
  readonly indicators: ReadonlyMap<string, Indicator>;
}

/** Compiles the stops and the target of a file. */
export function compileExits(file: RuleFile, scope: ProtectionScope): Exits {
  const measured = KINDS.flatMap((kind) => {
    const given = file[kind];
    return given === undefined ? [] : [{ kind, ...measure([kind], given, { ...scope, most: kind === 'takeProfit' ? 10_000 : 100 }) }];
  });
  const stops = measured.filter(({ kind }) => kind !== 'takeProfit');
  return {
    ...(measured.length > 0 && {
      bind: (run: Bound) => {
        const exits = measured.map(({ kind, bind }) => ({ kind, distance: bind(run) }));
        return () => {
          const protection: { -readonly [K in keyof Protection]: Protection[K] } = {};
          for (const { kind, distance } of exits) {
            const now = distance();
            if (!(sizeOf(now) > 0)) return undefined;
            protection[kind] = now;
          }
          return protection;
        };
      },
    }),
    ...(stops.length > 0 && {
      stopShare: (run: Bound) => {
        const distances = stops.map(({ bind }) => bind(run));
        return (close: number) => Math.min(...distances.map((distance) => shareOf(distance(), close)));
      },
    }),
    said: measured.map(({ kind, said }) => `${WORDS[kind]} ${said}${SIDES[kind]}`),
  };
}

function sizeOf(distance: EngineDistance): number {
  return 'ratio' in distance ? distance.ratio : distance.offset;
}

function shareOf(distance: EngineDistance, price: number): number {
  return 'ratio' in distance ? distance.ratio : distance.offset / price;
}

function measure(path: Path, given: Distance, scope: ProtectionScope & { readonly most: number }): Measured {
  const { faults, parameters, operands, conditions, indicators, most } = scope;
  if (given.percent !== undefined) {
    const percent = parameters.level([...path, 'percent'], given.percent, { what: 'it', whole: false, min: 0, max: most, above: true });
    return {
      bind:
        ({ values }) =>
        () => ({ ratio: percent.of(values) / 100 }),
      said: `${percent.said} percent`,
    };
  }
  const times = parameters.level([...path, 'atr'], given.atr ?? 0, { what: 'it', whole: false, min: 0, max: 1000, above: true });
  if (!indicators.has('atr')) faults.add(path, 'needs the indicator "atr", which this catalogue has not');
  const { period, timeframe } = given;
  const series = operands.read(path, { indicator: 'atr', params: period === undefined ? {} : { period }, timeframe }) as Series;
  conditions.declare(series);
  return { bind: atrDistance(series, times), said: `${times.said} times ${series.said} at the signal` };
}

/** A multiple of the average range at the close of the signal, as an amount of price. */
function atrDistance(series: Series, times: Level): Measured['bind'] {
  return ({ views, values }) => {
    const range = viewOf(series, views);
    const factor = times.of(values);
    return () => ({ offset: factor * range.value });
  };
}
