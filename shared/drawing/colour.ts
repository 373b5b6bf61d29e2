/**
 * Five colours of cividis, from low to high: lightness rises evenly and looks the same to readers who do not tell red from green.
 * Nunez, Anderton & Renslow (2018), PLoS ONE 13(7), e0199239; values as in viridisLite's `cividis(5)`.
 */
const STOPS = ['00204d', '414d6b', '7c7b78', 'bcaf6f', 'ffea46'].map((hex) =>
  [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)),
);

/** The colour of a share from 0 (dark blue) to 1 (yellow), like `#7c7b78`; beyond them as at the end. */
export function colourOf(share: number): string {
  return `#${channelsOf(share)
    .map((channel) => channel.toString(16).padStart(2, '0'))
    .join('')}`;
}

/** Black or white, whichever stands out more on the colour of a share: the relative luminance of WCAG 2.2 decides. */
export function inkOn(share: number): '#000000' | '#ffffff' {
  const luminance = luminanceOf(channelsOf(share));
  // Contrast with white is 1.05 / (l + 0.05), with black (l + 0.05) / 0.05.
  return (luminance + 0.05) ** 2 > 1.05 * 0.05 ? '#000000' : '#ffffff';
}

/** Relative luminance of sRGB channels from 0 to 255. WCAG 2.2. */
export function luminanceOf(channels: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channelsOf(share: number): number[] {
  const place = Math.min(1, Math.max(0, share)) * (STOPS.length - 1);
  const below = Math.min(STOPS.length - 2, Math.floor(place));
  const [low, high] = [STOPS[below] as number[], STOPS[below + 1] as number[]];
  return low.map((channel, i) => Math.round(channel + ((high[i] as number) - channel) * (place - below)));
}
