/**
 * Makes test/golden/patterns/*.txt with TA-Lib itself. Run by hand, once; TA-Lib is no dependency of the product or of its tests.
 *
 *   cd SOME-FOLDER-ELSEWHERE && npm init -y && npm install talib@1.1.6     (a native binding; needs python3, make and g++)
 *   node scripts/golden/candlesticks.ts SOME-FOLDER-ELSEWHERE [NODE]
 *
 * NODE is the binary that talib was built for, where that is not the one that runs this script.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Bars } from '../../shared/domain/bars.ts';
import { goldenBars, residueBars } from './golden-bars.ts';

const GOLDEN = new URL('../../test/golden/patterns/', import.meta.url);

/** Penetrations asked for beside the default, of the formations that have one. */
const PENETRATIONS = [0.1, 0.8];

/** Runs in a process of its own: prices on stdin, `[{ name, lookback, values }]` on stdout. */
const ASK_TALIB = `
const talib = require('talib');
const { columns, penetrations } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const answers = [];
for (const { name, optInputs } of talib.functions.filter((f) => f.group === 'Pattern Recognition')) {
  const tries = (optInputs || []).length > 0 ? [{}, ...penetrations.map((p) => ({ optInPenetration: p }))] : [{}];
  for (const options of tries) {
    const defaults = Object.fromEntries((optInputs || []).map((o) => [o.name, o.defaultValue]));
    const { begIndex, result, error } = talib.execute({ name, startIdx: 0, endIdx: columns.open.length - 1, ...columns, ...defaults, ...options });
    if (error) throw new Error(name + ': ' + error);
    const of = { ...defaults, ...options }.optInPenetration;
    answers.push({ name: of === undefined ? name : name + ' ' + of, begIndex, values: result.outInteger });
  }
}
process.stdout.write(JSON.stringify({ version: talib.version, answers }));
`;

interface Answer {
  readonly name: string;
  readonly begIndex: number;
  readonly values: readonly number[];
}

const [folder, node = process.execPath] = process.argv.slice(2);
if (folder === undefined) throw new Error('name the folder in which talib is installed');
write('candlesticks.txt', goldenBars());
write('residue.txt', residueBars());

function write(file: string, bars: Bars): void {
  const { version, answers } = ask(bars);
  const lines = [
    `# Answers of TA-Lib (npm talib ${version}) on the ${bars.length} bars of scripts/golden/golden-bars.ts, made by scripts/golden/candlesticks.ts.`,
    '# FUNCTION [PENETRATION] from FIRST-ROW, then one line for each value and the rows that have it; all others are 0.',
  ];
  for (const { name, begIndex, values } of answers) {
    lines.push(`${name} from ${begIndex}`);
    for (const value of [...new Set(values)].filter((v) => v !== 0).sort((a, b) => a - b)) {
      const rows = values.flatMap((v, i) => (v === value ? [begIndex + i] : []));
      lines.push(`  ${value}: ${rows.join(' ')}`);
    }
  }
  writeFileSync(new URL(file, GOLDEN), `${lines.join('\n')}\n`);
  process.stdout.write(`${file}: ${answers.length} answers of ${new Set(answers.map(({ name }) => name.split(' ')[0])).size} functions\n`);
}

function ask(bars: Bars): { readonly version: string; readonly answers: readonly Answer[] } {
  const columns = Object.fromEntries((['open', 'high', 'low', 'close'] as const).map((name) => [name, [...bars[name]]]));
  const asked = spawnSync(node, ['-e', ASK_TALIB], {
    cwd: resolve(folder as string),
    input: JSON.stringify({ columns, penetrations: PENETRATIONS }),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (asked.status !== 0) throw new Error(`talib did not answer: ${asked.stderr}`);
  return JSON.parse(asked.stdout) as { version: string; answers: readonly Answer[] };
}
