/** `npm run screenshot -- [FILE.csv ...]`: starts the platform in a folder of its own, backtests the given bars in a browser and writes docs/images/console.png. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { startCloud } from '../../local/cloud.ts';
import { dropFile } from './fixtures/acts.ts';
import { openBrowser, openPage } from './fixtures/browser.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const REAL_BARS = join(ROOT, '..', 'shared', 'data', 'crypto', 'binance_1h');
const FILES = ['ETHUSDT', 'BTCUSDT'].map((symbol) => join(REAL_BARS, `${symbol}-1h-2021-04_2022-12.csv`));
const BYTES_MAX = 300_000;

/** What is run before the picture is taken; the last is the one it shows. */
const RUNS = [
  { strategy: 'buy-and-hold', params: {}, files: 1 },
  { strategy: 'rsi-reversion', params: {}, files: 1 },
  { strategy: 'donchian-breakout', params: {}, files: 2 },
  { strategy: 'sma-cross', params: { fast: 100, slow: 400 }, files: 1 },
];

const files = process.argv.length > 2 ? process.argv.slice(2) : FILES;
const home = mkdtempSync(join(tmpdir(), 'skytape-screenshot-'));
const cloud = await startCloud({ port: 0, home, feed: true });
const browser = await openBrowser();
try {
  const { page } = await openPage(browser, { colorScheme: 'dark' });
  await page.goto(`${cloud.url}/#/new`);
  await page.waitForSelector('.form');
  for (const [i, file] of files.entries()) {
    await dropFile(page, basename(file), readFileSync(file, 'utf8'));
    await page.locator('.upload-ready').nth(i).waitFor();
  }
  for (const run of RUNS) await start(page, run);
  await page.waitForSelector('.trades tbody tr');
  await page.waitForTimeout(2000);
  const path = join(ROOT, 'docs', 'images', 'console.png');
  mkdirSync(join(ROOT, 'docs', 'images'), { recursive: true });
  await page.screenshot({ path });
  const { size } = statSync(path);
  if (size > BYTES_MAX) throw new Error(`${path} has ${size} bytes; it must stay below ${BYTES_MAX}`);
  process.stdout.write(`${path}: ${size} bytes\n`);
} finally {
  await browser.close();
  await cloud.stop();
  rmSync(home, { recursive: true, force: true });
}

async function start(page: Page, { strategy, params, files: wanted }: (typeof RUNS)[number]): Promise<void> {
  await page.goto(`${cloud.url}/#/new`);
  await page.locator('#strategy option', { hasText: strategy }).waitFor({ state: 'attached' });
  const boxes = page.locator('.picker-row input');
  for (let i = 0; i < (await boxes.count()); i += 1) await boxes.nth(i).setChecked(i < wanted);
  await page.selectOption('#strategy', strategy);
  for (const [name, value] of Object.entries(params)) await page.fill(`[id="params.${name}"]`, String(value));
  await page.click('text=Start backtest');
  await page.waitForSelector('.detail .chip-done', { timeout: 60_000 });
}
