import { Refusal } from '../../../application/refusal.ts';
import { Reply } from './reply.ts';
import type { StaticFiles } from './static-files.ts';

/** Swagger UI sets styles from its scripts and carries its icons as data. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Skytape API</title>
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

/** A file, since the policy forbids scripts in the page. */
const START = `window.ui = SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
});
`;

export function docsPage(): Reply {
  return new Reply(
    200,
    { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY, 'cache-control': 'no-cache' },
    PAGE,
  );
}

/** A file of Swagger UI, or the script that starts it. Throws a refusal (not-found) for any other name. */
export function docsAsset(files: StaticFiles, name: string): Reply {
  if (name === 'start.js') return new Reply(200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' }, START);
  if (!files.has(name)) throw new Refusal('not-found', `there is no /docs/${name}`);
  return files.serve(name);
}
