import { counted } from '../../shared/domain/counted.ts';
import { toIso } from '../../shared/domain/time.ts';
import { print, table } from '../terminal.ts';
import { keepTrials, readTrials, type TrialLine, trialsPath } from '../trials-file.ts';
import { UserError } from '../user-error.ts';

interface TrialsOptions {
  readonly strategy?: string;
  readonly symbol?: string;
  readonly json?: boolean;
}

/** What one strategy was tried on. */
interface History {
  /** Null where the ledger does not say. */
  readonly strategy: string | null;
  readonly instruments: readonly string[];
  /** Open of the first bar of any, and close of the last. */
  readonly from: string;
  readonly to: string;
  readonly trials: number;
}

/** Symbols that are named of a history; `--json` has all of them. */
const NAMED = 4;

/** `skytape trials`: what later sweeps and walks forward count as tried. */
export function trials({ json, ...of }: TrialsOptions): void {
  const all = readTrials(trialsPath());
  const chosen = all.filter(matching(of));
  if (json) return print(JSON.stringify({ trials: chosen.length, histories: historiesOf(chosen) }));
  if (all.length === 0) return print(`no trials in ${trialsPath()}; a backtest, a sweep and a walk forward each enter theirs`);
  const rows = historiesOf(chosen).map(({ strategy, instruments, from, to, trials: count }) => [
    strategy ?? '-',
    symbolsText(instruments),
    from,
    to,
    String(count),
  ]);
  print(table([['STRATEGY', 'INSTRUMENTS', 'FROM', 'TO', 'TRIALS'], ...rows]));
}

/** `skytape trials forget`: only with `--yes`. Throws `UserError` without it, which says what would be lost. */
export function trialsForget({ yes = false, json, ...of }: TrialsOptions & { readonly yes?: boolean }): void {
  const path = trialsPath();
  const all = readTrials(path);
  const matches = matching(of);
  const kept = all.filter((trial) => !matches(trial));
  const forgotten = all.length - kept.length;
  if (forgotten === 0) throw new UserError(`no such trials in ${path}; \`skytape trials\` lists what there is`);
  const count = counted(forgotten, 'trial');
  if (!yes)
    throw new UserError(
      `this would forget ${count} of ${all.length} for good: what is found from then on looks less like luck than it is; add --yes to do it`,
    );
  keepTrials(path, kept);
  print(json ? JSON.stringify({ forgotten, left: kept.length }) : `forgot ${count}; ${kept.length} left`);
}

function matching({ strategy, symbol }: TrialsOptions): (trial: TrialLine) => boolean {
  return (trial) => (strategy === undefined || trial.strategy === strategy) && (symbol === undefined || trial.instruments.includes(symbol));
}

function historiesOf(trials: readonly TrialLine[]): History[] {
  const groups = Map.groupBy(trials, ({ strategy = null, instruments }) => JSON.stringify([strategy, instruments]));
  return [...groups.values()].map((own) => {
    const { strategy = null, instruments } = own[0] as TrialLine;
    const from = toIso(own.reduce((first, { fromUs }) => Math.min(first, fromUs), Infinity));
    const to = toIso(own.reduce((last, { toUs }) => Math.max(last, toUs), -Infinity));
    return { strategy, instruments, from, to, trials: own.length };
  });
}

function symbolsText(symbols: readonly string[]): string {
  const rest = symbols.length - NAMED;
  return rest <= 0 ? symbols.join(' ') : `${symbols.slice(0, NAMED).join(' ')} and ${rest} more`;
}
