import { expect, test } from 'vitest';
import { bestSample, type MapSample, parameterMap, variedParameters } from '../../../shared/drawing/parameter-map.ts';

const sample = (value: number | null, params: Record<string, number>): MapSample => ({ params, value });

const GRID = [
  sample(1, { fast: 5, slow: 20, stop: 2 }),
  sample(4, { fast: 10, slow: 20, stop: 2 }),
  sample(2, { fast: 5, slow: 40, stop: 2 }),
  sample(null, { fast: 10, slow: 40, stop: 2 }),
];
const values = (map: ReturnType<typeof parameterMap>) => map?.cells.map((row) => row.map((cell) => cell?.value));

test('[BT-08] a grid has a cell for each combination, rows from the bottom up, the share from the worst to the best', () => {
  const map = parameterMap(GRID, { x: 'fast', y: 'slow', goal: 'max' });
  expect(map?.columns.map(({ label }) => label)).toEqual(['5', '10']);
  expect(map?.rows.map(({ label }) => label)).toEqual(['20', '40']);
  expect(values(map)).toEqual([
    [1, 4],
    [2, null],
  ]);
  // 2 of 1 to 4 is a third of the way.
  expect(map?.cells.map((row) => row.map((cell) => cell?.share))).toEqual([
    [0, 1],
    [1 / 3, null],
  ]);
  expect([map?.others, map?.worst, map?.best]).toEqual(['all', 1, 4]);
});

test('[BT-08] where less is better the least has the share of the best', () => {
  const map = parameterMap(GRID, { x: 'fast', y: 'slow', goal: 'min' });
  expect(map?.cells[0]?.map((cell) => cell?.share)).toEqual([1, 0]);
  expect([map?.worst, map?.best]).toEqual([4, 1]);
  expect(bestSample(GRID, 'min')?.value).toBe(1);
});

test('[BT-08] on a grid of three parameters the third stands at the value of the best', () => {
  const grid = [1, 2, 3].flatMap((fast) =>
    [1, 2].flatMap((slow) => [7, 8].map((stop) => sample(fast * 10 + slow + (stop === 8 ? 100 : 0), { fast, slow, stop }))),
  );
  const map = parameterMap(grid, { x: 'fast', y: 'slow', goal: 'max' });
  expect(map?.others).toBe('best');
  expect(values(map)).toEqual([
    [111, 121, 131],
    [112, 122, 132],
  ]);
  expect(map?.cells[1]?.[2]?.params).toEqual({ fast: 3, slow: 2, stop: 8 });
});

test('[BT-08] scattered combinations fall into bands, a cell is the median of its own and knows the best of them', () => {
  // 0 to 59 by two parameters that move together; a third, always another, leaves a slice of one. Eight bands, for the root of 60 is 7.7.
  const scattered = Array.from({ length: 60 }, (_, i) => sample(i, { a: i, b: i, c: 1000 + i }));
  const map = parameterMap(scattered, { x: 'a', y: 'b', goal: 'max' });
  expect([map?.others, map?.columns.length, map?.rows.length]).toEqual(['median', 8, 8]);
  // 59 / 8 is 7.375 a band: the first holds 0 to 7, whose median is 3.5.
  expect(map?.cells[0]?.[0]).toEqual({ value: 3.5, share: 0, combinations: 8, params: { a: 7, b: 7, c: 1007 } });
  expect(map?.cells[0]?.[1]).toBeNull();
  expect(map?.columns[0]?.label).toBe('0 to 7');
});

test('[BT-08] a grid keeps a band a value up to thirty of them, more become twelve', () => {
  const grid = (values: number) => Array.from({ length: values * 2 }, (_, i) => sample(i, { a: Math.floor(i / 2), b: i % 2 }));
  const bands = (values: number) => {
    const map = parameterMap(grid(values), { x: 'a', y: 'b', goal: 'max' });
    return [map?.columns.length, map?.rows.length];
  };
  expect([bands(30), bands(31)]).toEqual([
    [30, 2],
    [12, 2],
  ]);
});

test('[BT-08] one parameter makes one row; none with a value makes no map', () => {
  const line = [1, 2, 3].map((fast) => sample(fast * fast, { fast, slow: 20 }));
  expect(variedParameters(line)).toEqual(['fast']);
  expect(values(parameterMap(line, { x: 'fast', y: null, goal: 'max' }))).toEqual([[1, 4, 9]]);
  expect(parameterMap([sample(null, { fast: 1 })], { x: 'fast', y: null, goal: 'max' })).toBeUndefined();
  expect(parameterMap([], { x: 'fast', y: null, goal: 'max' })).toBeUndefined();
});

test('[BT-08] combinations that are all alike are all the best, and none is divided by zero', () => {
  const map = parameterMap([sample(2, { fast: 1 }), sample(2, { fast: 2 })], { x: 'fast', y: null, goal: 'max' });
  expect(map?.cells[0]?.map((cell) => cell?.share)).toEqual([1, 1]);
});
