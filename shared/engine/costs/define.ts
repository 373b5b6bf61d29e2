import { EngineError } from '../error.ts';
import type { FeeFill, FeeModel } from './fees.ts';
import type { SlippageFill, SlippageModel } from './slippage.ts';

/** A model of costs under costs/: fees of a venue, or slippage. */
export type CostModel = (FeeModel | SlippageModel) & { readonly id: string; readonly about: string };

interface CostSource {
  /** kebab-case, equal to the file name; `--fees` or `--slippage` takes it. */
  readonly id: string;
  readonly about: string;
}

/** Makes a fee model: `fee` says what a fill costs, in the instrument's currency; negative is a rebate. Throws when the source is none. */
export function defineFees(
  source: CostSource & { readonly byVolume?: boolean; readonly fee: (fill: FeeFill) => number },
): FeeModel & CostSource {
  check(source, 'fees', source.fee);
  const fee = (fill: FeeFill) => answerOf(source.fee, fill, { field: 'fees', name: `${source.id}: fee` });
  return { ...source, name: source.id, fee };
}

/** Makes a slippage model: `slip` says how much worse than its price a fill is, as an amount of price of 0 or above. Throws when the source is none. */
export function defineSlippage(source: CostSource & { readonly slip: (fill: SlippageFill) => number }): SlippageModel & CostSource {
  check(source, 'slippage', source.slip);
  const slip = (fill: SlippageFill) => {
    const amount = answerOf(source.slip, fill, { field: 'slippage', name: `${source.id}: slip` });
    if (amount >= 0) return amount;
    throw new EngineError(
      'slippage',
      `${source.id}: slip returned ${amount}, but must return 0 or above: it is always to the trader's harm`,
    );
  };
  return { ...source, name: source.id, slip };
}

export function feeModels(models: readonly CostModel[]): FeeModel[] {
  return models.filter((model) => 'fee' in model);
}

export function slippageModels(models: readonly CostModel[]): SlippageModel[] {
  return models.filter((model) => 'slip' in model);
}

/** Files are also run without a type check. */
function check({ id, about }: CostSource, kind: string, called: unknown): void {
  if (typeof id !== 'string' || !/^[a-z][a-z0-9-]*$/.test(id)) throw new Error(`${kind} id "${String(id)}" is not kebab-case`);
  if (typeof about !== 'string') throw new Error(`${kind} ${id} has no about: one line that says what it does`);
  if (typeof called !== 'function') throw new Error(`${kind} ${id} has no ${kind === 'fees' ? 'fee' : 'slip'}(fill)`);
}

/** What a model answers to a fill. Throws `EngineError` with the place in its file when its code fails, or the answer is no number. */
function answerOf<F>(ask: (fill: F) => number, fill: F, { field, name }: { readonly field: string; readonly name: string }): number {
  let value: unknown;
  try {
    value = ask(fill);
  } catch (cause) {
    const { message, stack = '' } = cause instanceof Error ? cause : { message: String(cause) };
    const place = /(?<!engine)[/\\](costs[/\\][a-z0-9-]+\.ts:\d+)/.exec(stack)?.[1];
    throw new EngineError(field, `${name} failed${place === undefined ? '' : ` at ${place}`}: ${message}`);
  }
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new EngineError(field, `${name} returned ${String(value)}, but must return a number`);
}
