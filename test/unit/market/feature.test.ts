import { expect, test } from 'vitest';
import { parseFeature } from '../../../shared/market/feature.ts';

const read = (text: string) => {
  const { length, knownAtUs, value } = parseFeature(new TextEncoder().encode(text));
  return Array.from({ length }, (_, row) => [new Date((knownAtUs[row] as number) / 1000).toISOString(), value[row]]);
};

test('[MD-16] rows of a feature are put in the order in which they were known', () => {
  const text = 'symbol,knownAt,value\nBTC,2024-01-02T10:00:00Z,0.5\nBTC,2024-01-01T09:30:00Z,-0.25\n';
  expect(read(text)).toEqual([
    ['2024-01-01T09:30:00.000Z', -0.25],
    ['2024-01-02T10:00:00.000Z', 0.5],
  ]);
});

test('[DX-02] a date without a clock is known when its day is over, not when it begins', () => {
  expect(read('date,score\n2024-01-02,1\n2024-01-03,2\n')).toEqual([
    ['2024-01-03T00:00:00.000Z', 1],
    ['2024-01-04T00:00:00.000Z', 2],
  ]);
});

test('[MD-16] epochs, semicolons and quotes are read as they are', () => {
  expect(read('"Known At";"Value"\r\n1704067200;"1"\r\n1704070800;"2"\r\n')).toEqual([
    ['2024-01-01T00:00:00.000Z', 1],
    ['2024-01-01T01:00:00.000Z', 2],
  ]);
});

test('[MD-16] a file that is no feature is refused, saying the line and what is missing', () => {
  expect(() => read('time,price\n2024-01-01T00:00Z,1\n')).toThrow('no column for value; found: time, price.');
  expect(() => read('value,other\n1,2\n')).toThrow('no column for knownAt');
  expect(() => read('knownAt,value\n2024-01-01T00:00Z,1\nyesterday,2\n2024-01-01T00:01Z,1\n')).toThrow(
    'line 3: knownAt "yesterday" is no time',
  );
  expect(() => read('knownAt,value\n2024-01-01T00:00Z,much\n')).toThrow('line 2: value "much" is not a number');
  expect(() => read('knownAt,value\n2024-01-01T00:00Z,1e999\n')).toThrow('line 2: value "1e999" is not a number');
});
