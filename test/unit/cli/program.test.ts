import { expect, test } from 'vitest';
import { buildProgram, optionLine, strangerLine } from '../../../cli/program.ts';

const program = () => buildProgram('0');

test.each([
  [['sweeep', '--help'], "unknown command 'sweeep' (did you mean sweep?); see skytape --help"],
  [['help', 'backtset'], "unknown command 'backtset' (did you mean backtest?); see skytape --help"],
  [['data', 'lst'], "unknown command 'lst' (did you mean list?); see skytape data --help"],
  [['data', 'help', 'impot'], "unknown command 'impot' (did you mean import?); see skytape data --help"],
  [['trials', 'forgt'], "unknown command 'forgt' (did you mean forget?); see skytape trials --help"],
])('[BT-03] a command that is none is named, with the nearest: %j', (args, line) => {
  expect(strangerLine(program(), args)).toBe(line);
});

test('[BT-03] what is a command, an option or an argument is no unknown command', () => {
  for (const args of [
    [],
    ['--help'],
    ['help'],
    ['data'],
    ['data', 'help', 'import'],
    ['indicators', 'sma'],
    ['indicators', 'compute', 'sma'],
    ['trials', '--json'],
  ])
    expect(strangerLine(program(), args)).toBeUndefined();
});

test('[BT-03] a number is decimal: no separators of thousands, no percent, no hexadecimal', async () => {
  for (const cash of ['10,000', '10 %', '0x10', '1e999', 'NaN', ''])
    await expect(program().parseAsync(['backtest', '--cash', cash], { from: 'user' })).rejects.toThrow(
      'It must be a number, like 1000 or 0.5.',
    );
});

test('[BT-03] a refused field of a request is named as the option that gave it', () => {
  const said = (line: string, ...args: string[]) => optionLine(line, program(), args);
  expect(said('maxLag is -1, but must be a whole number', 'correlate')).toBe('--max-lag is -1, but must be a whole number');
  expect(said('asOf is "bad"', 'analyse', 'AAPL')).toBe('--as-of is "bad"');
  for (const line of ['--cash is 1', 'fast is 0, but must be', 'there is no strategy']) expect(said(line, 'backtest')).toBe(line);
});
