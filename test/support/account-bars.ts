import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFolder } from './command-line.ts';

/** Hourly bars that swing about a level, a little differently for each phase. */
export function csvOf(phase: number): string {
  const close = (i: number) => 100 + Math.abs(((i + phase) % 16) - 8) * 2 + Math.abs(((i + phase) % 42) - 21);
  const row = (i: number) => {
    const [open, last] = [close(i + 335), close(i + 336)];
    return [new Date(Date.UTC(2024, 0, 1, i)).toISOString(), open, Math.max(open, last) + 1, Math.min(open, last) - 1, last, 10].join(',');
  };
  return `time,open,high,low,close,volume\n${Array.from({ length: 900 }, (_, i) => row(i)).join('\n')}\n`;
}

/** A folder with 900 hourly bars of four markets: two in dollars, one in euros, and what a euro costs. */
export function folderOfMarkets(): string {
  const cwd = emptyFolder();
  ['BTCUSDT', 'ETHUSDT', 'BTCEUR', 'EURUSDT'].forEach((name, phase) => writeFileSync(join(cwd, `${name}-1h.csv`), csvOf(phase * 5)));
  return cwd;
}
