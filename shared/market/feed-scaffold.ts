/** Why a name cannot be that of a new feed, or nothing. `taken` are the ids that there are. */
export function feedNameFault(name: string, taken: readonly string[] = []): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 60) {
    return `feed name "${name}" must be kebab-case, like my-broker: lower-case letters, digits and single hyphens, a letter first, at most 60`;
  }
  return taken.includes(name) ? `there is a feed "${name}" already; choose another name` : undefined;
}

/** Text of a new feed, for `feeds/ID.ts`: it reads files as it is. */
export function feedTemplate(id: string): string {
  return `import { DAY_US, daysFromCivil } from '../shared/domain/time.ts';
import { defineFeed, lines } from '../shared/market/feed.ts';

export default defineFeed({
  id: '${id}',
  about: 'A line a day, prices in cents: 31.12.2024|10150|10220|10080|10190|5200',
  timeframe: '1d',
  records: lines,
  // Asked for each record. Nothing leaves it out, like a heading; what is thrown is why it is rejected.
  row(line) {
    const [date = '', ...cells] = line.split('|');
    const [, day, month, year] = /^(\\d\\d)\\.(\\d\\d)\\.(\\d{4})$/.exec(date) ?? [];
    if (day === undefined) return undefined;
    if (cells.length !== 5) throw new Error(\`\${cells.length} cells after the date, but there must be 5\`);
    const [open, high, low, close, volume] = cells.map(Number) as [number, number, number, number, number];
    const timeUs = daysFromCivil(Number(year), Number(month), Number(day)) * DAY_US;
    return { timeUs, open: open / 100, high: high / 100, low: low / 100, close: close / 100, volume };
  },
});
`;
}

/** Text of its test, for `test/unit/feeds/ID.test.ts`: it passes as it is. */
export function feedTestTemplate(id: string): string {
  return `import { expect, test } from 'vitest';
import feed from '../../../feeds/${id}.ts';
import { DAY_US } from '../../../shared/domain/time.ts';
import { feedTable } from '../../../shared/market/feed.ts';

test('${id} reads days in cents, leaves a heading out, and rejects a line that is cut off', () => {
  const file = 'date|open|high|low|close|volume\\n02.01.1970|100|120|90|110|7\\n03.01.1970|110\\n';
  const { length, time, close, rejects } = feedTable(feed, new TextEncoder().encode(file));
  expect([length, time[0], close[0]]).toEqual([1, DAY_US, 1.1]);
  expect(rejects.map(({ line, reason }) => [line, reason])).toEqual([[3, '1 cells after the date, but there must be 5']]);
});
`;
}
