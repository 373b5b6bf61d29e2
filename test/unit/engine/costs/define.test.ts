import { expect, test } from 'vitest';
import { defineFees, defineSlippage } from '../../../../shared/engine/costs/define.ts';
import { EngineError } from '../../../../shared/engine/error.ts';
import { flatBars, run, scripted } from '../world.ts';

const buys = scripted({ 0: ({ target }) => target(0.5) });

/** What a run says in which a model of the user's gives `answer`. */
function faultOf(kind: 'fees' | 'slippage', answer: () => number): [boolean, string, string] {
  const execution =
    kind === 'fees'
      ? { fees: defineFees({ id: 'my-broker', about: 'Mine.', fee: answer }) }
      : { slippage: defineSlippage({ id: 'my-book', about: 'Mine.', slip: answer }) };
  try {
    run(buys, flatBars([100, 100, 100]), { execution });
  } catch (error) {
    return [error instanceof EngineError, (error as EngineError).field, (error as Error).message];
  }
  return [false, '', 'nothing was said'];
}

const fails = (): never => {
  throw new TypeError('out of bananas');
};

test.each([
  ['fees', (): number => NaN, 'my-broker: fee returned NaN, but must return a number'],
  ['fees', (): number => '7' as unknown as number, 'my-broker: fee returned 7, but must return a number'],
  ['slippage', (): number => Infinity, 'my-book: slip returned Infinity, but must return a number'],
  ['slippage', (): number => -1, "my-book: slip returned -1, but must return 0 or above: it is always to the trader's harm"],
] as const)('[BT-09] %s of the user that return nonsense are theirs to put right: %#', (kind, answer, message) => {
  expect(faultOf(kind, answer)).toEqual([true, kind, message]);
});

test('[BT-09] a model whose code fails is named with what it said', () => {
  expect(faultOf('fees', fails)).toEqual([true, 'fees', expect.stringMatching(/^my-broker: fee failed: out of bananas/)]);
  expect(faultOf('slippage', fails)).toEqual([true, 'slippage', expect.stringMatching(/^my-book: slip failed: out of bananas/)]);
});
