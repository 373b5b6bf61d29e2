import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CHART_PATTERNS } from '../../../../shared/patterns/chart/catalogue.ts';
import { falseAlarms, WALK_BARS, WALKS } from './walks.ts';

const text = readFileSync(new URL('../../../../docs/chart-patterns.md', import.meta.url), 'utf8');
const stated = new Map(
  [...text.matchAll(/^\| `([a-z-]+)` \| ([\d.]+) \| ([\d.]+) \|$/gm)].map(([, id = '', walks, findings]) => [
    id,
    [Number(walks), Number(findings)],
  ]),
);
const specs = CHART_PATTERNS.map((pattern) => pattern());

test('[PT-02] the documentation states a false-alarm rate for every chart pattern, and how it was measured', () => {
  expect([...stated.keys()]).toEqual(CHART_PATTERNS.map(({ definition }) => definition.id));
  expect(text).toContain(`${WALKS.toLocaleString('en-US')} seeded random walks of ${WALK_BARS} bars`);
});

let known: ReturnType<typeof falseAlarms> | undefined;
const measured = () => (known ??= falseAlarms(specs, WALKS, 1));

test('[PT-02] the false-alarm rates of the documentation are true of the 1,000 walks: within 1 percentage point, and 0.03 per 1,000 bars', () => {
  for (const [id, { walksRatio, perThousandBars }] of measured()) {
    const [walks = NaN, findings = NaN] = stated.get(id) ?? [];
    expect([id, Math.abs(100 * walksRatio - walks) <= 1, Math.abs(perThousandBars - findings) <= 0.03]).toEqual([id, true, true]);
  }
});

test('[PT-02] what may be confirmed either way is so about as often rising as falling when there is nothing to see', () => {
  // Of the rarest there are some 110: the deviation of the share is 5 %.
  for (const id of ['channel', 'flag', 'pennant', 'rectangle', 'symmetric-triangle']) {
    expect([id, Math.abs((measured().get(id)?.risingRatio ?? 0) - 0.5) < 0.15]).toEqual([id, true]);
  }
});
