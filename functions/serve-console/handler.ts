import * as z from 'zod';
import { s3Client } from '../../shared/adapters/aws/clients.ts';
import { consoleSite } from '../../shared/adapters/aws/http/console-site.ts';
import { staticFiles } from '../../shared/adapters/aws/http/static-files.ts';
import { uploadOrigin } from '../../shared/adapters/aws/s3-objects.ts';

const Environment = z.object({
  STAGE: z.string().min(1),
  CODE_VERSION: z.string().min(1),
  SIGN_IN_URL: z.url(),
  CLIENT_ID: z.string().min(1),
  LAKE_BUCKET: z.string().min(1),
  SOCKET_URL: z.url(),
});
const { STAGE, CODE_VERSION, SIGN_IN_URL, CLIENT_ID, LAKE_BUCKET, SOCKET_URL } = Environment.parse(process.env);

export const handler = consoleSite({
  files: staticFiles(new URL('./assets/', import.meta.url)),
  config: { signInUrl: SIGN_IN_URL, clientId: CLIENT_ID, socketUrl: SOCKET_URL, stage: STAGE, version: CODE_VERSION },
  uploadOrigin: uploadOrigin(s3Client(), LAKE_BUCKET),
});
