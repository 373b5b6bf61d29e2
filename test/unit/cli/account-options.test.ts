import { Command } from 'commander';
import { expect, test } from 'vitest';
import { resolveStrategies, withAccount } from '../../../cli/account-options.ts';
import { type BacktestOptions, withRun } from '../../../cli/backtest-options.ts';

function parsed(...args: string[]): BacktestOptions {
  const command = withAccount(withRun(new Command('run')))
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  return resolveStrategies<BacktestOptions>(command.parse(args, { from: 'user' }).opts());
}

test('[SR-12] one strategy keeps the names of its parameters; of several each begins with whose it is, also where two are alike', () => {
  const one = parsed('--strategy', 'sma-cross', '--param', 'fast=5');
  expect([one.strategy, one.param, one.strategies]).toEqual(['sma-cross', { fast: 5 }, undefined]);
  expect(parsed('--strategy', 'sma-cross=1', '--param', 'fast=5').strategies).toEqual([
    { strategy: 'sma-cross', params: { fast: 5 }, share: 1 },
  ]);
  const args = ['--strategy', 'sma-cross=0.25', '--strategy', 'pairs', '--strategy', 'sma-cross'];
  const { strategy, strategies } = parsed(...args, '--param', 'sma-cross.fast=5', 'sma-cross-2.fast=7', 'pairs.entry=2');
  expect([strategy, strategies]).toEqual([
    undefined,
    [
      { strategy: 'sma-cross', params: { fast: 5 }, share: 0.25 },
      { strategy: 'pairs', params: { entry: 2 } },
      { strategy: 'sma-cross', params: { fast: 7 } },
    ],
  ]);
  expect(() => parsed(...args, '--param', 'sma-cross-3.fast=5')).toThrow(
    '--param sma-cross-3.fast: with several strategies write which one it belongs to, like sma-cross.fast',
  );
});

test('[SR-11] cash is an amount, or amounts by currency', () => {
  expect(parsed().cash).toBe(10_000);
  expect(parsed('--cash', '5').cash).toBe(5);
  expect(parsed('--cash', '5:USD', '--cash', '7:EUR').cash).toEqual({ USD: 5, EUR: 7 });
  expect(() => parsed('--cash', '5:USD', '--cash', '7:USD')).toThrow('USD is given already');
});
