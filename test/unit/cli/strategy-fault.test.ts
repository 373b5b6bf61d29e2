import { expect, test } from 'vitest';
import { faultOfStrategy } from '../../../cli/strategy-fault.ts';

const raisedAt = (place: string) =>
  Object.assign(new TypeError('out of ideas'), { stack: `TypeError: out of ideas\n    at onBar (${place}:12:3)` });

test.each([
  ['file:///home/me/skytape/strategies/mine.ts', 'strategy mine failed at strategies/mine.ts:12: out of ideas'],
  ['file:///home/me/skytape/indicators/slope.ts', 'strategy mine failed at indicators/slope.ts:12: out of ideas'],
  ['C:\\skytape\\indicators\\slope.ts', 'strategy mine failed at indicators\\slope.ts:12: out of ideas'],
])('[SR-01] what the code of a user raises in %s is theirs to put right, with its line', (place, message) => {
  expect(faultOfStrategy(raisedAt(place), 'mine')?.message).toBe(message);
});

test.each([
  'file:///home/me/skytape/shared/strategies/view.ts',
  'file:///home/me/skytape/shared/indicators/steps.ts',
  'file:///home/me/skytape/shared/engine/loop.ts',
])('[SR-01] what is raised in %s is a fault of ours', (place) => {
  expect(faultOfStrategy(raisedAt(place), 'mine')).toBeUndefined();
});
