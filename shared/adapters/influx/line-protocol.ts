import type { Series, StoredBar } from '../../ports/bar-store.ts';

/** Fields that hold whole numbers. */
const COUNTS = ['trades', 'revision'] as const;
const NUMBERS = ['open', 'high', 'low', 'close', 'volume'] as const;
const OPTIONAL = ['return', 'mid', 'spread', 'imbalance'] as const;

/** A bar as a line of InfluxDB's line protocol, its time in microseconds. What is not known is no field. */
export function lineOf({ symbol, timeframe }: Series, bar: StoredBar): string {
  const fields = [
    ...NUMBERS.map((name) => `${name}=${bar[name]}`),
    ...COUNTS.map((name) => `${name}=${bar[name]}i`),
    `synthetic=${bar.synthetic}`,
    `flags="${escapeText(bar.flags.join(' '))}"`,
    ...OPTIONAL.flatMap((name) => (bar[name] === null ? [] : [`${name}=${bar[name]}`])),
    ...(bar.session === null ? [] : [`session="${escapeText(bar.session)}"`]),
  ];
  return `bars,symbol=${escapeTag(symbol)},timeframe=${escapeTag(timeframe)} ${fields.join(',')} ${bar.timeUs}`;
}

/** A text in InfluxQL. */
export function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function escapeTag(text: string): string {
  return text.replaceAll(/[,= ]/g, (letter) => `\\${letter}`);
}

function escapeText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
