import type { EquityCurve } from '../../domain/run.ts';
import type { SharedAccount, Simulation } from './simulation.ts';

/** Raised when a simulation holds more than before, so that a step never reads one that lacks it. */
const VERSION = 2;

/** Points in time as runs of equal steps: hourly bars of a year are a handful of them. */
type TimeRun = readonly [startUs: number, stepUs: number, count: number];

interface CurveText {
  readonly time: readonly TimeRun[];
  readonly value: readonly number[];
}

/** A simulation as JSON, exact to the last bit: what a shard leaves in the object store. */
export function encodeSimulation(simulation: Simulation): string {
  const { run, benchmark, account, ...rest } = simulation;
  const curves = { run: { ...run, equity: encodeCurve(run.equity) }, benchmark: encodeCurve(benchmark) };
  return JSON.stringify({ v: VERSION, ...rest, ...curves, ...(account === undefined ? {} : { account: encodeAccount(account) }) });
}

/** Several simulations of one shard, which shared an account. */
export function encodeSimulations(simulations: readonly Simulation[]): string {
  return `[${simulations.map(encodeSimulation).join(',\n')}]`;
}

/** Reads what either of both wrote. Throws on any other version. */
export function decodeSimulations(text: string): Simulation[] {
  const parsed = JSON.parse(text);
  return Array.isArray(parsed) ? parsed.map(decode) : [decode(parsed)];
}

function encodeAccount(account: SharedAccount) {
  const { equity, sleeves } = account;
  // The sleeves' curves have the times of the account's.
  return {
    ...account,
    equity: encodeCurve(equity),
    sleeves: sleeves.map((sleeve) => ({ ...sleeve, equity: Array.from(sleeve.equity.value) })),
  };
}

function decodeAccount(account: ReturnType<typeof encodeAccount>): SharedAccount {
  const equity = decodeCurve(account.equity);
  const sleeves = account.sleeves.map((sleeve) => ({ ...sleeve, equity: { time: equity.time, value: Float64Array.from(sleeve.equity) } }));
  return { ...account, equity, sleeves };
}

/** Reads what `encodeSimulation` wrote. Throws on any other version. */
export function decodeSimulation(text: string): Simulation {
  return decode(JSON.parse(text));
}

function decode(parsed: ReturnType<typeof JSON.parse>): Simulation {
  const { v, run, benchmark, account, ...rest } = parsed;
  if (v !== VERSION) throw new Error(`a simulation of version ${v} cannot be read, only version ${VERSION}`);
  const curves = { run: { ...run, equity: decodeCurve(run.equity) }, benchmark: decodeCurve(benchmark) };
  return { ...rest, ...curves, ...(account === undefined ? {} : { account: decodeAccount(account) }) };
}

function encodeCurve({ time, value }: EquityCurve): CurveText {
  const runs: [number, number, number][] = [];
  let current: [number, number, number] | undefined;
  for (let i = 0; i < time.length; i++) {
    const at = time[i] as number;
    if (current && current[2] === 1) current[1] = at - current[0];
    if (current && at === current[0] + current[1] * current[2]) {
      current[2]++;
    } else {
      current = [at, 0, 1];
      runs.push(current);
    }
  }
  return { time: runs, value: Array.from(value) };
}

function decodeCurve({ time, value }: CurveText): EquityCurve {
  const decoded = new Float64Array(value.length);
  let at = 0;
  for (const [startUs, stepUs, count] of time) for (let i = 0; i < count; i++) decoded[at++] = startUs + stepUs * i;
  return { time: decoded, value: Float64Array.from(value) };
}
