import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { s3Client } from '../../../shared/adapters/aws/clients.ts';
import type { ApiHandler } from '../../../shared/adapters/aws/http/api.ts';
import { consoleSite } from '../../../shared/adapters/aws/http/console-site.ts';
import { staticFiles } from '../../../shared/adapters/aws/http/static-files.ts';
import { uploadOrigin } from '../../../shared/adapters/aws/s3-objects.ts';
import { type CallOptions, invoke, rawEvent } from '../../support/api.ts';
import { startCloud, type TestCloud } from '../../support/cloud.ts';

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0xff);
let folder: string;
let cloud: TestCloud;
let site: ApiHandler;

beforeAll(async () => {
  cloud = await startCloud();
  folder = mkdtempSync(join(tmpdir(), 'skytape-site-'));
  mkdirSync(join(folder, 'site', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'outside.txt'), 'not for you');
  writeFileSync(join(folder, 'site', 'index.html'), '<!doctype html><title>console</title>');
  writeFileSync(join(folder, 'site', 'assets', 'index-B3xY_9aQ.js'), 'export {};');
  writeFileSync(join(folder, 'site', 'logo.png'), PNG);
  site = consoleSite({
    files: staticFiles(pathToFileURL(join(folder, 'site/'))),
    config: {
      signInUrl: 'https://sign-in.example/login',
      clientId: 'abc',
      socketUrl: 'wss://live.example/live',
      stage: 'dev',
      version: '1',
    },
    uploadOrigin: uploadOrigin(s3Client(), 'lake'),
  });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await cloud.stop();
});

const get = (path: string, options: CallOptions & { readonly method?: string } = {}) =>
  invoke(site, rawEvent(options.method ?? 'GET', path, '$default', { groups: null, ...options }));
const asBrowser = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } };

describe('[UI-01] the console', () => {
  test('[UI-01] its page may talk only to this origin, the store of uploads, the sign-in and the socket', async () => {
    const page = await get('/', asBrowser);
    expect(page).toMatchObject({
      status: 200,
      text: '<!doctype html><title>console</title>',
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' },
    });
    const policy = page.headers['content-security-policy'] ?? '';
    expect(policy).toContain(`connect-src 'self' ${process.env.AWS_ENDPOINT_URL_S3} https://sign-in.example wss://live.example;`);
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(policy).not.toContain('unsafe');
  });

  test('[UI-01] in a region of AWS uploads go to its S3', async () => {
    const endpoint = process.env.AWS_ENDPOINT_URL_S3;
    delete process.env.AWS_ENDPOINT_URL_S3;
    expect(await uploadOrigin(s3Client(), 'lake')).toBe('https://s3.eu-west-1.amazonaws.com');
    process.env.AWS_ENDPOINT_URL_S3 = endpoint;
  });

  test('[UI-01] a name with a hash is kept for ever, bytes come through unharmed, settings come fresh', async () => {
    expect(await get('/assets/index-B3xY_9aQ.js')).toMatchObject({
      status: 200,
      text: 'export {};',
      headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable' },
    });
    const logo = await get('/logo.png');
    expect([...Buffer.from(logo.text, 'latin1')]).toEqual([...PNG]);
    expect(logo.headers).toMatchObject({ 'content-type': 'image/png', 'cache-control': 'no-cache' });
    expect(await get('/config.json')).toMatchObject({
      status: 200,
      body: { signInUrl: 'https://sign-in.example/login', clientId: 'abc', stage: 'dev', version: '1' },
      headers: { 'cache-control': 'no-store' },
    });
  });

  test('[UI-01] a browser that opens an address of the console gets its page; a missing file and a path of the API do not', async () => {
    for (const path of ['/runs', '/runs/01J0', '/callback', '/market/BTC'])
      expect([path, (await get(path, asBrowser)).status]).toEqual([path, 200]);
    for (const path of ['/assets/none-00000000.js', '/favicon.ico', '/datasets/1/nothing', '/backtests/1/2/3', '/docs/a/b']) {
      const answer = await get(path, asBrowser);
      expect([path, answer.status, answer.headers['content-type']]).toEqual([path, 404, 'application/problem+json']);
    }
    expect((await get('/runs')).status).toBe(404);
    expect((await get('/runs', { ...asBrowser, method: 'POST', body: '{}' })).status).toBe(404);
  });

  test('[UI-01] HEAD has the headers and no body', async () => {
    expect(await get('/', { ...asBrowser, method: 'HEAD' })).toMatchObject({
      status: 200,
      text: '',
      headers: { 'content-type': 'text/html; charset=utf-8' },
    });
  });

  test('[UI-01] no path leads out of the folder', async () => {
    for (const path of [
      '/../outside.txt',
      '/..%2foutside.txt',
      '/assets/../../outside.txt',
      '//outside.txt',
      '/./../outside.txt',
      '/\u0000',
      '/__proto__',
      '/constructor',
    ]) {
      const answer = await get(path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.text).not.toContain('not for you');
    }
  });

  test('[UI-01] the function itself answers its settings from its environment', async () => {
    const { handler } = await import('../../../functions/serve-console/handler.ts');
    const { body } = await invoke(handler, rawEvent('GET', '/config.json', '$default', { groups: null }));
    expect(body).toEqual({
      socketUrl: 'ws://127.0.0.1:4600/live',
      signInUrl: 'http://127.0.0.1:4600',
      clientId: 'skytape-local',
      stage: 'local',
      version: 'test',
    });
  });
});
