import * as z from 'zod';
import { api } from '../../shared/adapters/aws/http/api.ts';
import { docsAsset, docsPage } from '../../shared/adapters/aws/http/docs.ts';
import { staticFiles } from '../../shared/adapters/aws/http/static-files.ts';
import { openApiDocument } from '../../shared/adapters/aws/http/openapi.ts';

const { CODE_VERSION } = z.object({ CODE_VERSION: z.string().min(1) }).parse(process.env);
/** Swagger UI's own files, beside the bundle. */
const files = staticFiles(new URL('./assets/', import.meta.url));
const document = openApiDocument(CODE_VERSION);

export const handler = api('serve-docs', {
  openapi: async () => document,
  docs: async () => docsPage(),
  docsAsset: async ({ path }) => docsAsset(files, path.asset),
});
