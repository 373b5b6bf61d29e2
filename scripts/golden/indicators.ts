/**
 * Makes test/golden/indicators/talib.jsonl with TA-Lib itself: every function but the candlestick formations, with its default options and with others.
 * Run by hand, once; TA-Lib is no dependency of the product or of its tests.
 *
 *   cd SOME-FOLDER-ELSEWHERE && npm init -y && npm install talib@1.1.6     (a native binding; needs python3, make and g++)
 *   node scripts/golden/indicators.ts SOME-FOLDER-ELSEWHERE [NODE]
 *
 * NODE is the binary that talib was built for, where that is not the one that runs this script.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { indicatorBars, isWhole, keptRows } from './indicator-bars.ts';

const GOLDEN = new URL('../../test/golden/indicators/talib.jsonl', import.meta.url);

/**
 * Runs in a process of its own: columns on stdin, the answers on stdout. `inReal` is the close, `inReal0` the high, `inReal1` the low,
 * `inPeriods` 2 to 30 in turns; the trigonometric and exponential transforms get the close as a share of 1000, which they are all defined for.
 */
const ASK_TALIB = `
const talib = require('talib');
const { columns } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const share = columns.close.map((x) => x / 1000);
const inputs = { ...columns, inReal0: columns.high, inReal1: columns.low, inPeriods: columns.close.map((_, i) => 2 + (i % 29)) };
const other = {
  optInTimePeriod: 7, optInFastPeriod: 5, optInSlowPeriod: 13, optInSignalPeriod: 4, optInFastK_Period: 8, optInSlowK_Period: 4, optInSlowD_Period: 2,
  optInFastD_Period: 2, optInNbDevUp: 1.5, optInNbDevDn: 1.5, optInFastLimit: 0.4, optInSlowLimit: 0.1, optInVFactor: 0.5, optInAcceleration: 0.03,
  optInMaximum: 0.3, optInTimePeriod1: 4, optInTimePeriod2: 9, optInTimePeriod3: 17, optInMinPeriod: 4, optInMaxPeriod: 20,
};
// Functions that have more to ask: averages of other kinds, and a stop with speeds of its own for long and short.
const kinds = [1, 2, 3, 4, 5, 6];
const further = {
  MA: kinds.map((kind) => ({ optInTimePeriod: 9, optInMAType: kind })),
  APO: kinds.map((kind) => ({ optInMAType: kind })),
  PPO: kinds.map((kind) => ({ optInMAType: kind })),
  MACDEXT: [{ optInFastMAType: 1, optInSlowMAType: 1, optInSignalMAType: 1 }, { optInFastMAType: 2, optInSlowMAType: 4, optInSignalMAType: 3 }],
  SAREXT: [
    { optInOffsetOnReverse: 0.02, optInAccelerationInitLong: 0.03, optInAccelerationLong: 0.01, optInAccelerationMaxLong: 0.15, optInAccelerationShort: 0.04 },
    { optInStartValue: 95, optInAccelerationInitShort: 0.5 },
    { optInStartValue: -110 },
  ],
};
const answers = [];
for (const { name, group, optInputs = [] } of talib.functions.filter((f) => f.group !== 'Pattern Recognition')) {
  const defaults = Object.fromEntries(optInputs.map((o) => [o.name, o.defaultValue]));
  const changed = Object.fromEntries(Object.entries(defaults).map(([key, value]) => [key, other[key] ?? value]));
  const tries = JSON.stringify(defaults) === JSON.stringify(changed) ? [defaults] : [defaults, changed];
  tries.push(...(further[name] ?? []).map((more) => ({ ...defaults, ...more })));
  for (const options of tries) {
    const real = group === 'Math Transform' ? share : columns.close;
    const { begIndex, result, error } = talib.execute({ name, startIdx: 0, endIdx: real.length - 1, ...inputs, inReal: real, ...options });
    if (error) throw new Error(name + ': ' + error);
    answers.push({ name, options, begIndex, result });
  }
}
process.stdout.write(JSON.stringify({ version: talib.version, answers }));
`;

interface Answer {
  readonly name: string;
  readonly options: Readonly<Record<string, number>>;
  readonly begIndex: number;
  readonly result: Readonly<Record<string, readonly number[]>>;
}

const [folder, node = process.execPath] = process.argv.slice(2);
if (folder === undefined) throw new Error('name the folder in which talib is installed');
const bars = indicatorBars();
const columns = Object.fromEntries((['open', 'high', 'low', 'close', 'volume'] as const).map((name) => [name, [...bars[name]]]));
const asked = spawnSync(node, ['-e', ASK_TALIB], {
  cwd: resolve(folder),
  input: JSON.stringify({ columns }),
  encoding: 'utf8',
  maxBuffer: 1 << 30,
});
if (asked.status !== 0) throw new Error(`talib did not answer: ${asked.stderr}`);
const { version, answers } = JSON.parse(asked.stdout) as { version: string; answers: readonly Answer[] };

const lines = answers.map(({ name, options, begIndex, result }) => {
  const outputs = Object.fromEntries(
    Object.entries(result).map(([output, values]) => [output, keptRows(begIndex, isWhole(values)).map((row) => values[row - begIndex])]),
  );
  return JSON.stringify({ name, options, first: begIndex, outputs });
});
const head = `Answers of TA-Lib (npm talib ${version}) on the ${bars.length} bars of scripts/golden/indicator-bars.ts, made by scripts/golden/indicators.ts; of each output the rows that keptRows names`;
writeFileSync(GOLDEN, `${[JSON.stringify({ about: head }), ...lines].join('\n')}\n`);
process.stdout.write(`${answers.length} answers of ${new Set(answers.map(({ name }) => name)).size} functions\n`);
