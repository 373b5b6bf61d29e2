import { nearest } from '../../domain/nearest.ts';
import { EngineError } from '../error.ts';
import type { FeeFill, FeeModel } from './fees.ts';
import { amountOf, type Part, partsOf } from './parts.ts';

const KEYS = ['maker', 'taker', 'share', 'contract', 'fixed', 'minimum', 'maximum', 'tier'] as const;
type Key = (typeof KEYS)[number];

/** Rates from a volume of thirty days on, in hundredths of a percent. */
interface Tier {
  readonly fromVolume: number;
  readonly makerBps: number;
  readonly takerBps: number;
}

interface Schedule {
  readonly tiers: readonly Tier[];
  readonly perUnit: number;
  readonly perOrder: number;
  readonly minimum: number;
  /** Share of the notional that an order costs at most. */
  readonly maximum: number;
}

/**
 * The fee model that a text names: one of `models`, or parts that add up. `maker:2,taker:10` in hundredths of a percent; `share:0.005` or `contract:2.25` for
 * each unit; `fixed:1`, `minimum:1` and `maximum:1` (percent of the notional) for an order, whatever number of fills it takes;
 * `tier:1000000=1/8` the rates from that volume of thirty days on. Throws `EngineError`.
 */
export function parseFees(text: string, models: readonly FeeModel[] = []): FeeModel {
  if (!text.includes(':')) return named(text, models);
  const parts = partsOf('fees', text);
  for (const { key } of parts) if (!(KEYS as readonly string[]).includes(key)) throw unknownKey(key, models);
  const sum = (...keys: readonly Key[]) => total(parts, keys);
  const base = { fromVolume: 0, makerBps: sum('maker'), takerBps: sum('taker') };
  const tiers = parts.filter(({ key }) => key === 'tier').map(tierOf);
  const maximum = parts.some(({ key }) => key === 'maximum') ? sum('maximum') / 100 : Infinity;
  const schedule = {
    tiers: [base, ...tiers].sort((a, b) => a.fromVolume - b.fromVolume),
    perUnit: sum('share', 'contract'),
    perOrder: sum('fixed'),
    minimum: sum('minimum'),
    maximum,
  };
  return { name: text, byVolume: tiers.length > 0, fee: (fill) => feeOf(schedule, fill) };
}

/** The order's fee so far by the schedule, less what it has paid. What it paid by the rates of then stays, so that a better tier gives nothing back. */
function feeOf({ tiers, perUnit, perOrder, minimum, maximum }: Schedule, fill: FeeFill): number {
  const { makerBps, takerBps } = tiers.findLast(({ fromVolume }) => fromVolume <= fill.volume30d) as Tier;
  const { before, notional, quantity, maker } = fill;
  const own = (notional * (maker ? makerBps : takerBps)) / 10_000 + quantity * perUnit + (before.quantity === 0 ? perOrder : 0);
  if (minimum === 0 && maximum === Infinity) return own;
  const traded = before.makerNotional + before.takerNotional;
  const first = (before.makerNotional * makerBps + before.takerNotional * takerBps) / 10_000 + before.quantity * perUnit;
  const isBound = before.fee <= minimum || before.fee >= maximum * traded;
  const paid = isBound ? first + (before.quantity === 0 ? 0 : perOrder) : before.fee;
  return Math.max(0, Math.min(Math.max(minimum, own + paid), maximum * (traded + notional)) - before.fee);
}

function tierOf(part: Part): Tier {
  const match = /^(\d+(?:\.\d+)?)=(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/.exec(part.value);
  if (match) return { fromVolume: Number(match[1]), makerBps: Number(match[2]), takerBps: Number(match[3]) };
  throw new EngineError('fees', `fees tier is "${part.value}", but must be a volume, a maker and a taker rate, like 1000000=1/8`);
}

function total(parts: readonly Part[], keys: readonly Key[]): number {
  let sum = 0;
  for (const part of parts) if ((keys as readonly string[]).includes(part.key)) sum += amountOf('fees', part);
  return sum;
}

function named(name: string, models: readonly FeeModel[]): FeeModel {
  const model = models.find((candidate) => candidate.name === name);
  if (model) return model;
  throw unknownKey(name, models);
}

function unknownKey(given: string, models: readonly FeeModel[]): EngineError {
  const names = models.map(({ name }) => name);
  const near = nearest(given, [...KEYS, ...names]);
  const files = names.length === 0 ? '' : `, or a file: ${names.join(', ')}`;
  return new EngineError(
    'fees',
    `fees "${given}" is not known${near ? ` (did you mean ${near}?)` : ''}; there are ${KEYS.join(', ')}${files}`,
  );
}
