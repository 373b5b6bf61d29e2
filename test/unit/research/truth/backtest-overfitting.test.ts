import { expect, test } from 'vitest';
import { backtestOverfitting } from '../../../../shared/research/truth/backtest-overfitting.ts';
import { BLOCK_SUMS, BlockSums, blockEdges } from '../../../../shared/research/truth/block-sums.ts';
import { revolvingDoor } from '../../../../shared/research/truth/halves.ts';
import { deviation, mean } from '../../../../shared/performance/returns.ts';
import { noise } from '../world.ts';

/** Columns of noise of a Sharpe ratio of 0; the first has `edge` deviations a period. */
const columnsOf = (count: number, periods: number, seed: number, edge = 0) =>
  Array.from({ length: count }, (_, k) => noise(periods, 1000 * seed + k).map((value) => 0.01 * (value + (k === 0 ? edge : 0))));

function sumsOf(columns: readonly Float64Array[]): BlockSums {
  const sums = new BlockSums(columns.length, columns[0]?.length ?? 0);
  columns.forEach((column, k) => sums.setReturns(k, column));
  return sums;
}

/** The procedure of the paper, step by step on the whole matrix: Bailey et al. (2017), section 3. */
function stepByStep(columns: readonly Float64Array[]) {
  const periods = columns[0]?.length ?? 0;
  const blockOf = Array.from({ length: periods }, (_, i) => i).map((i) => {
    let block = 0;
    while (i >= Math.floor(((block + 1) * periods) / 16)) block++;
    return block;
  });
  const sharpe = (column: Float64Array, mask: number) => {
    const part = column.filter((_, i) => (mask >> (blockOf[i] as number)) & 1);
    return mean(part) / deviation(part);
  };
  const found: { logit: number; before: number; after: number }[] = [];
  for (let mask = 0; mask < 65536; mask++) {
    if (mask.toString(2).replaceAll('0', '').length !== 8) continue;
    const before = columns.map((column) => sharpe(column, mask));
    const after = columns.map((column) => sharpe(column, 65535 ^ mask));
    const best = before.indexOf(Math.max(...before));
    const rank = after.filter((value) => value <= (after[best] as number)).length / (columns.length + 1);
    found.push({ logit: Math.log(rank / (1 - rank)), before: before[best] as number, after: after[best] as number });
  }
  return found;
}

test('[DX-04] from block sums comes what the procedure of the paper gives on the whole matrix', () => {
  // 70 periods: blocks of 4 and 5.
  const columns = columnsOf(5, 70, 2, 0.1);
  const found = stepByStep(columns);
  const result = backtestOverfitting(sumsOf(columns));
  expect(result.splits).toBe(12_870);
  expect(found).toHaveLength(12_870);
  expect(result.pbo).toBe(found.filter(({ logit }) => logit <= 0).length / 12_870);
  expect(result.probabilityOfLoss).toBe(found.filter(({ after }) => after < 0).length / 12_870);
  expect(result.logits.mean).toBeCloseTo(mean(found.map(({ logit }) => logit)), 10);
  const [x, y] = [found.map(({ before }) => before), found.map(({ after }) => after)];
  const [meanX, meanY] = [mean(x), mean(y)];
  const products = x.reduce((sum, value, i) => sum + (value - meanX) * ((y[i] as number) - meanY), 0);
  const slope = products / x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  expect(result.degradation.slope).toBeCloseTo(slope, 9);
  expect(result.degradation.intercept).toBeCloseTo(meanY - slope * meanX, 9);
  expect(result.rankShares.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
});

test('[DX-04] over 50 seeds of noise the probability averages a half; of a planted best configuration it is near 0', () => {
  let sum = 0;
  for (let seed = 1; seed <= 50; seed++) sum += backtestOverfitting(sumsOf(columnsOf(20, 320, seed))).pbo;
  // Measured: 0.53.
  expect(Math.abs(sum / 50 - 0.5)).toBeLessThan(0.1);
  const planted = backtestOverfitting(sumsOf(columnsOf(20, 320, 1, 0.4)));
  expect(planted.pbo).toBeLessThan(0.01);
  expect(planted.probabilityOfLoss).toBeLessThan(0.01);
});

test('[DX-04] 10,000 configurations are 2.6 MB', () => {
  expect(new BlockSums(10_000, 100_000).rows.byteLength).toBe(2_560_000);
});

test('[DX-04] each split differs from the one before by one block put in and one taken out, and none comes twice', () => {
  const masks = [...revolvingDoor(15, 7)];
  const bits = (mask: number) => mask.toString(2).replaceAll('0', '').length;
  expect(new Set(masks).size).toBe(6435);
  expect(masks.every((mask) => bits(mask) === 7)).toBe(true);
  expect(masks.slice(1).every((mask, i) => bits(mask ^ (masks[i] as number)) === 2)).toBe(true);
});

test('[DX-04] sums of a column of equity are those of its returns; lost equity stays lost', () => {
  const returns = noise(40, 3).map((value) => 0.02 * value);
  const equity = new Float64Array(41).fill(1000);
  returns.forEach((value, i) => (equity[i + 1] = (equity[i] as number) * (1 + value)));
  const sums = new BlockSums(2, 40);
  sums.setReturns(0, returns);
  sums.setEquity(1, equity);
  for (let i = 0; i < BLOCK_SUMS; i++) expect(sums.rows[BLOCK_SUMS + i]).toBeCloseTo(sums.rows[i] as number, 12);
  equity[4] = -5;
  sums.setEquity(1, equity);
  const lost = sums.rows.subarray(BLOCK_SUMS, BLOCK_SUMS + 16);
  // Blocks of 2 and 3 periods: periods 2 to 4 are the second, whose second return loses all.
  expect([...blockEdges(40).subarray(0, 3)]).toEqual([0, 2, 5]);
  expect(lost[1]).toBeCloseTo((returns[2] as number) - 1, 12);
  expect([...lost.subarray(2)].every((sum) => sum === 0)).toBe(true);
});

test('[DX-04] configurations that never trade rank in the middle of noise and never win over what earns', () => {
  const [earning] = columnsOf(1, 64, 5, 3);
  const idle = new Float64Array(64);
  const result = backtestOverfitting(sumsOf([idle, earning as Float64Array, idle, idle]));
  expect(result.pbo).toBe(0);
  // All alike: each shares the middle rank, so the best is no better than the median.
  expect(backtestOverfitting(sumsOf([idle, idle])).pbo).toBe(1);
});

test('[DX-04] returns that are all alike have no ratio, and rank as what never trades does', () => {
  const columns = columnsOf(4, 64, 5, 0);
  const [steady, idle] = [new Float64Array(64).fill(0.0005), new Float64Array(64)];
  expect(backtestOverfitting(sumsOf([...columns, steady]))).toEqual(backtestOverfitting(sumsOf([...columns, idle])));
  expect(backtestOverfitting(sumsOf([...columns, steady.map((value) => -value)]))).toEqual(backtestOverfitting(sumsOf([...columns, idle])));
});

test('[DX-04] too few periods, configurations or numbers are refused', () => {
  expect(() => new BlockSums(3, 31)).toThrow('31 periods are too few for 16 blocks; 32 or more are needed');
  expect(() => new BlockSums(3, 40, new Float64Array(95))).toThrow('rows has 95 numbers, but must have 32 for each of 3 configurations');
  expect(() => new BlockSums(3, 40).setReturns(0, new Float64Array(39))).toThrow('returns has 39 values, but must have 40');
  expect(() => backtestOverfitting(new BlockSums(1, 40))).toThrow('1 configuration cannot be ranked');
});
