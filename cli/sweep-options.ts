import type { Command } from 'commander';
import { resolveStrategies, withAccount } from './account-options.ts';
import { demandRun, withRun } from './backtest-options.ts';
import { JSON_OUT, number } from './option-values.ts';
import { type SweepOptions, withSearch } from './search-options.ts';

const EXAMPLES = `
Examples:
  skytape sweep --data btc.csv --strategy sma-cross --range fast=5:24:1 --range slow=25:34:1
  skytape sweep --data btc.csv --strategy sma-cross --method tpe --trials 300 --constraint "2*fast < slow" --objective "sharpe - 2*maxDrawdown"
  skytape sweep --data btc.csv eth.csv --rules rules.json --range period=5:50:5 --require "tradeCount >= 30" --out rows.csv
  skytape sweep --data btc.csv eth.csv --account shared --strategy sma-cross=0.5 --strategy rsi-reversion=0.5 --range sma-cross.fast=5:24:1 --range rsi-reversion.period=7:21:7`;

/** `skytape sweep`, with every option of a backtest. */
export function addSweep(program: Command): void {
  withSearch(withAccount(withRun(program.command('sweep'))), 'rank')
    .description('run many combinations of parameters, rank them, and say how likely the best one is luck')
    .option('--top <count>', 'print so many of the best rows (default: 20, with --json all)', number)
    .option('--workers <count>', 'threads that run combinations (default: one for each core)', number)
    .option('--resume <file>', 'keep in this file how far it is, and go on from there')
    .option('--out <file>', 'write all rows to this .csv or .json file')
    .option('--report <file>', 'write the HTML page to this file')
    .addOption(JSON_OUT)
    .addHelpText('after', EXAMPLES)
    .option('--api <url>', 'run it on a platform, for example http://127.0.0.1:4600')
    .action(async (options) => {
      demandRun(options);
      const asked = resolveStrategies<SweepOptions>(options);
      if (options.api !== undefined) return (await import('./commands/study-remote.ts')).sweepRemotely(asked, options.api);
      await (await import('./commands/sweep.ts')).sweep(asked);
    });
}
