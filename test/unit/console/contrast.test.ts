import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const CSS = readFileSync(new URL('../../../console/source/styles/tokens.css', import.meta.url), 'utf8');
const colours = (block: string): Map<string, string> =>
  new Map([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [name ?? '', value ?? '']));
const [light = '', dark = ''] = CSS.split(':root[data-theme="dark"]');
const THEMES = { light: colours(light), dark: colours(dark) };

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe.each(Object.entries(THEMES))('the %s theme', (_, theme) => {
  const of = (name: string): string => theme.get(name) ?? '';

  test('[UI-01] text of every colour stands out from every surface by 4.5 to 1 (WCAG AA)', () => {
    const weak: string[] = [];
    for (const text of ['text', 'muted', 'accent', 'up', 'down', 'warn'])
      for (const surface of ['panel', 'raised', 'hover']) {
        const ratio = contrast(of(text), of(surface));
        if (!(ratio >= 4.5)) weak.push(`${text} on ${surface}: ${ratio.toFixed(2)}`);
      }
    for (const fill of ['accent', 'accent-strong'])
      if (!(contrast(of('accent-text'), of(fill)) >= 4.5)) weak.push(`accent-text on ${fill}`);
    expect(weak).toEqual([]);
  });

  test('[UI-01] the edges of controls stand out by 3 to 1 (WCAG 1.4.11)', () => {
    expect(contrast(of('control'), of('panel'))).toBeGreaterThanOrEqual(3);
  });
});
