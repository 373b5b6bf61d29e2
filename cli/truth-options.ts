import { type Command, Option } from 'commander';

const JSON_OUT = new Option('--json', 'print one JSON object on standard output and nothing else');
const API = new Option('--api <url>', 'the runs are ids of a running platform, for example http://127.0.0.1:4600');

/** What tells luck from skill, and one run from another. */
export function addTruth(program: Command): void {
  program
    .command('compare <run> <other>')
    .description('what differs between two runs (files of `backtest --json`) and since when; ends with 1 when something does')
    .addOption(JSON_OUT)
    .addOption(API)
    .action(async (run, other, options) => (await import('./commands/compare.ts')).compare(run, other, options));
}
