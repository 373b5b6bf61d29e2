import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildReport } from '../../shared/application/backtest/build-report.ts';
import { monteCarloTearsheet } from '../../shared/application/monte-carlo/tearsheet.ts';
import { sweepTearsheet } from '../../shared/application/sweep/tearsheet.ts';
import { walkForwardTearsheet } from '../../shared/application/walk-forward/tearsheet.ts';
import { renderTearsheet } from '../../shared/performance/tearsheet/render.ts';
import { plan, simulation, swingingBars } from '../unit/application/backtest/fixtures.ts';
import { simulated, swept, walkedForward } from '../unit/performance/tearsheet/study-results.ts';

const CHROMIUM = '/usr/bin/chromium';
const EVIL = '<script>document.title="owned"</script><img src=x onerror="document.title=1">';
const ARGS = ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** How long a page may take for one step. */
const PATIENCE_MS = 90_000;

/** Costs that keep the fixture's all too regular prices from making a fortune, beside which holding would look flat. */
const COSTLY = { commissionBps: 250 };

let browser: Browser | undefined;
const folder = mkdtempSync(join(tmpdir(), 'skytape-tearsheet-'));
const url = pathToFileURL(join(folder, 'report.html')).href;
const requests: string[] = [];
const faults: string[] = [];

beforeAll(async () => {
  const shards = [EVIL, 'ETH/USDT'].map((symbol, i) => simulation(symbol, swingingBars(2_000, { phase: i }), { shards: 2, ...COSTLY }));
  const report = buildReport(shards, plan(COSTLY));
  writeFileSync(join(folder, 'report.html'), renderTearsheet(report, { prices: shards.map(({ prices }) => prices) }));
  if (existsSync(CHROMIUM)) browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS, timeout: PATIENCE_MS });
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

async function open(colorScheme: 'light' | 'dark', width = 1280, at = url): Promise<Page> {
  const page = await (browser as Browser).newPage({ colorScheme, viewport: { width, height: 900 } });
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => faults.push(message.text()));
  await page.goto(at);
  return page;
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`${locator.toString()} has no place on the page`);
  return box;
}

test('[BT-05] the tearsheet opens from a file without another request, and a hostile symbol does not run', async ({ skip }) => {
  skip(browser === undefined, 'skipped: no chromium');
  const page = await open('light');
  expect(await page.title()).toBe(`sma-cross on ${EVIL}, ETH/USDT`);
  expect(requests).toEqual([url]);
  expect(faults).toEqual([]);
  await page.close();
});

test('[BT-05] every curve is drawn inside its chart, in light and in dark, on a desk and on a phone', async ({ skip }) => {
  skip(browser === undefined, 'skipped: no chromium');
  for (const [scheme, width, paper] of [
    ['light', 1280, 'rgb(246, 246, 244)'],
    ['dark', 1280, 'rgb(17, 19, 23)'],
    ['light', 390, 'rgb(246, 246, 244)'],
  ] as const) {
    const page = await open(scheme, width);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(paper);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    const lines = await page.locator('polyline').all();
    expect(lines).toHaveLength(6);
    for (const line of lines) {
      const box = await boxOf(line);
      const chart = await boxOf(line.locator('..'));
      expect(box.width).toBeGreaterThan(chart.width * 0.9);
      expect(box.height).toBeGreaterThan(10);
      expect(box.y).toBeGreaterThanOrEqual(chart.y - 2);
      expect(box.y + box.height).toBeLessThanOrEqual(chart.y + chart.height + 2);
    }
    await page.close();
  }
});

test('[BT-05] pointing reads the values, dragging zooms every chart, a double click shows all again', async ({ skip }) => {
  skip(browser === undefined, 'skipped: no chromium');
  const page = await open('light');
  const chart = page.locator('figure.plot').first();
  const box = await boxOf(chart.locator('.area'));
  await page.mouse.move(box.x + box.width / 2, box.y + 50);
  await expect
    .poll(() => chart.locator('output').textContent())
    .toMatch(/^2021-06-1\d \d\d:00 {2}· {2}Strategy [\d,]+\.\d\d {2}· {2}Buy and hold [\d,]+\.\d\d$/);
  const viewBoxes = () => page.locator('svg').evaluateAll((all) => all.map((svg) => svg.getAttribute('viewBox')));
  const before = await viewBoxes();
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + 50, { steps: 3 });
  await page.mouse.up();
  await expect.poll(async () => (await viewBoxes()).map((viewBox, i) => viewBox === before[i])).toEqual(before.map(() => false));
  await chart.locator('.area').dblclick();
  await expect.poll(viewBoxes).toEqual(before);
  expect(faults).toEqual([]);
  await page.close();
});

test('[BT-06] [BT-07] [BT-08] the pages of studies open from a file without another request; their drawings lie inside their charts, on a desk and on a phone', async ({
  skip,
}) => {
  skip(browser === undefined, 'skipped: no chromium');
  const pages = {
    'sweep.html': [sweepTearsheet(await swept()), '.area rect.bin'],
    'walk.html': [walkForwardTearsheet(await walkedForward()), 'polyline.equity'],
    'chance.html': [monteCarloTearsheet(await simulated()), '.area polygon'],
  } as const;
  for (const [name, [text, drawn]] of Object.entries(pages)) {
    writeFileSync(join(folder, name), text);
    const own = pathToFileURL(join(folder, name)).href;
    for (const [scheme, width] of [
      ['light', 1280],
      ['dark', 390],
    ] as const) {
      requests.length = 0;
      const page = await open(scheme, width, own);
      expect([name, requests, faults]).toEqual([name, [own], []]);
      expect([name, width, await page.evaluate('document.documentElement.scrollWidth <= innerWidth')]).toEqual([name, width, true]);
      const shapes = await page.locator(drawn).all();
      expect(shapes.length).toBeGreaterThan(0);
      for (const shape of shapes) {
        const [box, chart] = await Promise.all([boxOf(shape), boxOf(shape.locator('xpath=ancestor::*[@class="area"]'))]);
        expect(box.x).toBeGreaterThanOrEqual(chart.x - 2);
        expect(box.x + box.width).toBeLessThanOrEqual(chart.x + chart.width + 2);
        expect(box.y).toBeGreaterThanOrEqual(chart.y - 2);
        expect(box.y + box.height).toBeLessThanOrEqual(chart.y + chart.height + 2);
      }
      await page.close();
    }
  }
});
