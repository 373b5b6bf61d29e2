import { type Route } from './route.ts';

/** This API described. */
export const DOCS = {
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    handler: 'serve-docs',
    summary: 'This API as OpenAPI 3.1.',
    access: 'public',
    status: 200,
  },
  docs: {
    method: 'GET',
    path: '/docs',
    handler: 'serve-docs',
    summary: 'This API in Swagger UI.',
    access: 'public',
    status: 200,
    produces: ['text/html'],
  },
  docsAsset: {
    method: 'GET',
    path: '/docs/{asset}',
    handler: 'serve-docs',
    summary: 'Files of Swagger UI.',
    access: 'public',
    status: 200,
    produces: ['text/css', 'text/javascript', 'image/png'],
  },
} as const satisfies Record<string, Route>;
