import { expect, test } from 'vitest';
import { fanExtent, fanShapes, pointIn } from '../../../shared/drawing/fan.ts';

const FAN = { step: [0, 10], p5: [100, 80], p25: [100, 90], p50: [100, 110], p75: [100, 120], p95: [100, 180] };
const BOX = { width: 200, height: 100 };

test('[BT-07] a fan covers its outer lines and the start, with a twentieth of air', () => {
  // 80 to 180: air of 5 on both sides. With 60 also to be seen: 60 to 180, air of 6.
  expect(fanExtent(FAN, [100])).toEqual({ x0: 0, x1: 10, y0: 75, y1: 185 });
  expect(fanExtent(FAN, [60])).toEqual({ x0: 0, x1: 10, y0: 54, y1: 186 });
});

test('[BT-07] bands go along the upper line and back along the lower one, y pointing down', () => {
  const extent = { x0: 0, x1: 10, y0: 0, y1: 200 };
  // 100 of 0 to 200 is the middle, 50 down; 180 is 10 down, 80 is 60 down.
  expect(fanShapes(FAN, extent, BOX)).toEqual({
    outer: '0,50 200,10 200,60 0,50',
    inner: '0,50 200,40 200,55 0,50',
    median: '0,50 200,45',
  });
  expect(pointIn({ extent, box: BOX }, 5, 0)).toBe('100,100');
});

test('[BT-07] a fan without any width still has a place to be drawn in', () => {
  const flat = { step: [0], p5: [0], p25: [0], p50: [0], p75: [0], p95: [0] };
  const extent = fanExtent(flat, [0]);
  expect(extent.y1).toBeGreaterThan(extent.y0);
  expect(fanShapes(flat, extent, BOX).median).toBe('0,50');
});
