import { Command } from 'commander';
import { expect, test } from 'vitest';
import { searchOf, withSearch } from '../../../cli/search-options.ts';

function parsed(purpose: 'rank' | 'choose', ...args: string[]) {
  const command = withSearch(new Command('search'), purpose)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  return { command, search: searchOf(command.parse(args, { from: 'user' }).opts()) };
}

test('[BT-08] a search is asked for in the same words whatever it is for; only the help says what the results are for', () => {
  const args = ['--range', 'fast=3:9:3', '--range', 'slow=10:40:10', '--method', 'tpe', '--trials', '50', '--require', 'tradeCount >= 30'];
  const [rank, choose] = [parsed('rank', ...args), parsed('choose', ...args)];
  expect(rank.search).toEqual({
    ranges: { fast: '3:9:3', slow: '10:40:10' },
    method: 'tpe',
    trials: 50,
    seed: 1,
    constraints: [],
    objective: 'sharpe',
    requirements: ['tradeCount >= 30'],
  });
  expect(choose.search).toEqual(rank.search);
  expect(rank.command.helpInformation()).toContain('rank only results that meet this');
  expect(choose.command.helpInformation()).toContain('choose only among results');
});

test('[BT-08] a range needs a name and may be given once', () => {
  expect(() => parsed('rank', '--range', '3:9:3')).toThrow('It must be NAME=FROM:TO:STEP, like fast=5:24:1.');
  expect(() => parsed('choose', '--range', 'fast=3:9:3', '--range', 'fast=1:2:1')).toThrow('there is a range for fast already.');
});
