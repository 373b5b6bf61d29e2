import { Command } from 'commander';
import { expect, test } from 'vitest';
import { type ExecutionFlags, executionOf, withExecution } from '../../../cli/execution-options.ts';
import { Execution } from '../../../shared/contracts/execution.ts';

function said(...args: string[]) {
  const command = withExecution(new Command('run'))
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  return executionOf(command.parse(args, { from: 'user' }).opts<ExecutionFlags>());
}

test('[RK-02] what can be borrowed, and what that costs, is one number or one by symbol; a number alone is for those that are not named', () => {
  expect(said('--shortable', '10000', '--borrow-rate', '0.03')).toEqual({ shortable: 10_000, borrowRate: 0.03 });
  const by = said('--shortable', 'GME=0', '--borrow-rate', '0.03, GME=0.8,EURUSD=X=0.1', '--short-sale-restriction');
  expect(by).toEqual({
    shortable: { GME: 0 },
    borrowRate: { '*': 0.03, GME: 0.8, 'EURUSD=X': 0.1 },
    shortSaleRestriction: true,
  });
  expect(Execution.parse(by)).toEqual(by);
});

test.each([
  ['GME', 'must be a number, or symbols with a number each'],
  ['GME=', 'must be a number, or symbols with a number each'],
  ['-1', 'must be a number, or symbols with a number each'],
  ['5,', 'must be a number, or symbols with a number each'],
  ['GME=1,GME=2', 'but GME is given twice'],
  ['1,2', 'but the number of all others is given twice'],
])('[SR-13] --shortable %s is refused', (text, message) => {
  expect(() => said('--shortable', text)).toThrow(new RegExp(message, 'i'));
});
