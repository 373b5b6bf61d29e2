import { expect, test } from 'vitest';
import { clock, fixed, percent, significant, span } from '../../../shared/performance/format.ts';

test.each([
  [1234567.891, '1,234,567.89'],
  [-1234.5, '-1,234.50'],
  [-0.001, '0.00'],
  [999.999, '1,000.00'],
  [null, 'n/a'],
  [1e22, '1.0000e+22'],
])('[BT-05] money %s reads %s', (value, text) => expect(fixed(value)).toBe(text));

test.each([
  [0.1234, '12.34 %'],
  [-0.5, '-50.00 %'],
  [null, 'n/a'],
  [41088259.39, '4.11e+9 %'],
])('[BT-05] ratio %s reads %s', (value, text) => expect(percent(value)).toBe(text));

test.each([
  [0.00012345, '0.00012345'],
  [43251.1, '43,251.1'],
  [100, '100'],
  [0, '0'],
  [1.5e-12, '1.500000e-12'],
  [9999999.6, '10,000,000'],
])('[BT-05] price %s reads %s', (value, text) => expect(significant(value)).toBe(text));

test.each([
  [45, '45 s'],
  [125, '2 min 5 s'],
  [3600, '1 h'],
  [90_000, '1 d 1 h'],
  [null, 'n/a'],
])('[BT-05] %s seconds read %s', (value, text) => expect(span(value)).toBe(text));

test('[BT-05] a clock keeps seconds only when there are any', () => {
  expect(clock('2021-04-04T20:00:00Z')).toBe('2021-04-04 20:00');
  expect(clock('2021-04-04T20:00:01Z')).toBe('2021-04-04 20:00:01');
});
