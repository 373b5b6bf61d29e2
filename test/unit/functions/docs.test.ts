import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type * as z from 'zod';
import type { ApiHandler } from '../../../shared/adapters/aws/http/api.ts';
import { docsAsset } from '../../../shared/adapters/aws/http/docs.ts';
import { openApiDocument } from '../../../shared/adapters/aws/http/openapi.ts';
import { staticFiles } from '../../../shared/adapters/aws/http/static-files.ts';
import { EXAMPLES } from '../../../shared/contracts/examples.ts';
import { ROUTES, type Route, type RouteId } from '../../../shared/contracts/routes.ts';
import { eventOf, invoke } from '../../support/api.ts';
import { startCloud, type TestCloud } from '../../support/cloud.ts';

const routes = Object.entries<Route>(ROUTES) as [RouteId, Route][];
let cloud: TestCloud;
let handler: ApiHandler;
beforeAll(async () => {
  cloud = await startCloud();
  ({ handler } = await import('../../../functions/serve-docs/handler.ts'));
});
afterAll(() => cloud.stop());

describe('the document', () => {
  test('[OP-09] it is valid OpenAPI 3.1 by the published schema of the specification', async () => {
    const served = (await invoke(handler, eventOf('openapi', { groups: null }))).body;
    expect(served).toEqual(JSON.parse(JSON.stringify(openApiDocument('test'))));
    const validator = new Validator();
    expect(await validator.validate(structuredClone(served))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
    const { openapi: _, ...headless } = served;
    expect((await new Validator().validate({ ...headless, openapi: '3.1.0', paths: { '/x': { get: { responses: 5 } } } })).valid).toBe(
      false,
    );
  });

  test('[OP-09] every route is in it, and nothing else', () => {
    const { paths = {} } = openApiDocument('test');
    const documented = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item as object).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(documented.sort()).toEqual(routes.map(([, { method, path }]) => `${method} ${path}`).sort());
  });

  test('[OP-09] public routes ask for no token, the others for one; POSTs that honour it describe the idempotency key', () => {
    const { paths = {} } = openApiDocument('test');
    for (const [id, route] of routes) {
      const operation = (
        paths[route.path] as Record<
          string,
          { security: unknown; operationId: string; parameters?: { name: string; in: string }[]; responses: object }
        >
      )[route.method.toLowerCase()];
      expect([id, operation?.security]).toEqual([id, route.access === 'public' ? [] : [{ token: [] }]]);
      expect(operation?.operationId).toBe(id);
      const names = (operation?.parameters ?? []).map(({ name }) => name);
      expect([id, names.includes('Idempotency-Key')]).toEqual([id, route.idempotent === true]);
      for (const [, name] of route.path.matchAll(/\{(\w+)\}/g)) expect(names).toContain(name);
      expect(Object.keys(operation?.responses ?? {})).toEqual(expect.arrayContaining([String(route.status), '429', '500']));
    }
  });

  test('[OP-09] a schema stands in it once, by name', () => {
    const { components = {} } = openApiDocument('test');
    expect(Object.keys(components.schemas ?? {})).toEqual(
      expect.arrayContaining(['Backtest', 'BacktestRequest', 'Dataset', 'Problem', 'TradeRow']),
    );
    const text = JSON.stringify(openApiDocument('test').paths);
    expect(text).toContain('"$ref":"#/components/schemas/Backtest"');
    expect(text).not.toContain('"returnRatio":{');
  });
});

describe('the examples', () => {
  const withBody = routes.filter(([, { body }]) => body !== undefined);
  const withResponse = routes.filter(([, { response }]) => response !== undefined);

  test.each(withBody.map(([id]) => id))('[OP-09] the example body of %s is one that the route takes', (id) => {
    expect(EXAMPLES[id]?.body).toBeDefined();
    expect((ROUTES[id] as Route).body?.safeParse(EXAMPLES[id]?.body)).toMatchObject({ success: true });
  });

  test.each(withResponse.map(([id]) => id))('[OP-09] the example answer of %s is one that the route gives', (id) => {
    const example = EXAMPLES[id]?.response;
    expect(example).toBeDefined();
    expect(((ROUTES[id] as Route).response as z.ZodType).parse(example)).toEqual(example);
  });

  test('[OP-09] the example of starting a backtest is refused only for its data set, so everything else in it is right', async () => {
    const { handler: start } = await import('../../../functions/start-backtest/handler.ts');
    const answer = await invoke(start, eventOf('startBacktest', { body: EXAMPLES.startBacktest?.body }));
    expect(answer).toMatchObject({ status: 400, body: { field: 'datasets.0' } });
  });
});

describe('Swagger UI', () => {
  test('[OP-09] the page loads only files of its own origin and carries no script or style of its own', async () => {
    const page = await invoke(handler, eventOf('docs', { groups: null }));
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.headers['content-security-policy']).not.toContain('unsafe-eval');
    expect(page.text).not.toMatch(/<script>|<style|https?:/);
    const start = await invoke(handler, eventOf('docsAsset', { groups: null, path: { asset: 'start.js' } }));
    expect(start.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(start.text).toContain("url: '/openapi.json'");
  });

  test('[OP-09] its files come from the folder beside the bundle; nothing outside it can be named', async () => {
    const files = staticFiles(new URL('../../../node_modules/swagger-ui-dist/', import.meta.url));
    for (const name of ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png']) {
      const { text } = await invoke(handler, eventOf('docs', { groups: null }));
      expect(text).toContain(`/docs/${name}`);
      expect(docsAsset(files, name)).toMatchObject({ status: 200 });
    }
    for (const name of ['../serve-docs/handler.ts', '..%2f', '.', '', 'none.js'])
      expect(() => docsAsset(files, name)).toThrow(/there is no/);
    expect((await invoke(handler, eventOf('docsAsset', { groups: null, path: { asset: '../handler.ts' } }))).status).toBe(404);
  });
});
