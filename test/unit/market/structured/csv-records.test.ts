import { expect, test } from 'vitest';
import { csvRecords } from '../../../../shared/market/structured/csv-records.ts';

const read = (text: string, delimiter = ',') => [...csvRecords(text, delimiter)].map(({ line, cells }) => [line, ...cells]);

// RFC 4180, section 2, rules 5 to 7, and what spreadsheets write besides.
test('[MD-16] quoted cells hold delimiters, line breaks and doubled quotes; lines are counted through them', () => {
  expect(read('a,b\r\n"1,5","two\nlines"\r\n\r\n"say ""hi""",x\r\n')).toEqual([
    [1, 'a', 'b'],
    [2, '1,5', 'two\nlines'],
    [5, 'say "hi"', 'x'],
  ]);
  expect(read('a; "b; c" ;d', ';')).toEqual([[1, 'a', 'b; c', 'd']]);
  expect(read('"",,""')).toEqual([[1, '', '', '']]);
  expect(read('" kept ", cut ')).toEqual([[1, ' kept ', 'cut']]);
});

test('[MD-16] a quote inside a cell is a letter, and one that is never closed spoils its own line only', () => {
  expect(read('pipe of 5",2\nnext,3\n')).toEqual([
    [1, 'pipe of 5"', '2'],
    [2, 'next', '3'],
  ]);
  expect(read('"open,2\nnext,3\n')).toEqual([
    [1, '"open', '2'],
    [2, 'next', '3'],
  ]);
});

test('[MD-16] ten times the lines take about ten times the time: no line is looked for in the rest of the text', () => {
  const secondsFor = (lines: number, cell: string) => {
    const text = `${Array.from({ length: lines }, (_, i) => `${i},${cell}`).join('\n')}\n`;
    const started = process.cpuUsage();
    expect([...csvRecords(text, ',')]).toHaveLength(lines);
    return process.cpuUsage(started).user;
  };
  for (const cell of ['x', '"x"']) {
    const few = Math.max(...[1, 2, 3].map(() => secondsFor(10_000, cell)));
    expect(secondsFor(100_000, cell)).toBeLessThan(40 * few);
  }
});
