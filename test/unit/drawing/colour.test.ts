import { expect, test } from 'vitest';
import { colourOf, inkOn, luminanceOf } from '../../../shared/drawing/colour.ts';

const SHARES = Array.from({ length: 101 }, (_, i) => i / 100);
const channels = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

/** sRGB as somebody sees it who lacks one kind of cone: Machado, Oliveira & Fernandes (2009), IEEE TVCG 15(6), severity 1, on linear channels. */
const SIGHTS = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
} as const;

function linear(channel: number): number {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

test('[BT-08] the scale is cividis: its ends and its middle are the published colours, halfway between two is halfway', () => {
  expect([0, 0.25, 0.5, 0.75, 1].map(colourOf)).toEqual(['#00204d', '#414d6b', '#7c7b78', '#bcaf6f', '#ffea46']);
  // Between 7c7b78 and bcaf6f: (124 + 188) / 2, (123 + 175) / 2, (120 + 111) / 2.
  expect(channels(colourOf(0.625))).toEqual([156, 149, 116]);
  expect([colourOf(-1), colourOf(2)]).toEqual([colourOf(0), colourOf(1)]);
});

test('[BT-08] more is lighter for everybody, whichever cones they have', () => {
  const plain = SHARES.map((share) => luminanceOf(channels(colourOf(share))));
  for (let i = 1; i < plain.length; i++) expect(plain[i]).toBeGreaterThan(plain[i - 1] as number);
  for (const matrix of Object.values(SIGHTS)) {
    const seen = SHARES.map((share) => {
      const rgb = channels(colourOf(share)).map(linear);
      const [red = 0, green = 0, blue = 0] = matrix.map((row) => row.reduce((sum, factor, i) => sum + factor * (rgb[i] as number), 0));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    });
    for (let i = 1; i < seen.length; i++) expect(seen[i]).toBeGreaterThan(seen[i - 1] as number);
  }
});

test('[BT-08] a number on any colour stands out by 4.5 to 1 (WCAG AA)', () => {
  for (const share of SHARES) {
    const [ground, ink] = [luminanceOf(channels(colourOf(share))), luminanceOf(channels(inkOn(share)))];
    expect((Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05)).toBeGreaterThanOrEqual(4.5);
  }
});
