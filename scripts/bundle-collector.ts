import { copyFileSync, existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { ES_MODULE } from './es-module.ts';
import { generateRegistry } from './generate-registry.ts';

/** Exchanges whose streams are bundled when nothing else is asked for. */
const EXCHANGES = ['binance', 'bybit', 'coinbase', 'kraken', 'okx'] as const;

export interface CollectorBundleOptions {
  /** Exchanges of ccxt that can be collected. */
  readonly exchanges?: readonly string[];
  /** Folder of the bundle; `dist/collector` under the root when absent. */
  readonly out?: string;
}

/**
 * Bundles `containers/collector` into `main.mjs` and a piece for each exchange that is loaded when it is needed, beside its Dockerfile. Returns the path of `main.mjs`.
 * What ccxt loads beyond that, for proxies and protocols that are not used here, is left out: loading it fails, as it does where it is not installed.
 */
export async function bundleCollector(
  root: string,
  { exchanges = EXCHANGES, out = path.join(root, 'dist', 'collector') }: CollectorBundleOptions = {},
): Promise<string> {
  await generateRegistry(root);
  if (existsSync(out)) for (const entry of readdirSync(out)) rmSync(path.join(out, entry), { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: [{ in: 'containers/collector/main.ts', out: 'main' }],
    outdir: out,
    ...ES_MODULE,
    chunkNames: 'part-[hash]',
    splitting: true,
    external: ['undici', 'protobufjs', 'bufferutil', 'utf-8-validate', 'http-proxy-agent', 'https-proxy-agent', 'socks-proxy-agent'],
    plugins: [streamingModules(root, exchanges)],
  });
  copyFileSync(path.join(root, 'containers', 'collector', 'Dockerfile'), path.join(out, 'Dockerfile'));
  return path.join(out, 'main.mjs');
}

/** The classes of a few exchanges, REST and streaming, in place of any by its file. */
function streamingModules(root: string, exchanges: readonly string[]): Plugin {
  const sources = path.join(root, 'node_modules', 'ccxt', 'js', 'src');
  const file = (name: string) => JSON.stringify(path.join(sources, `${name}.js`));
  const choose = (folder: string) => exchanges.map((name) => `${name}: () => import(${file(`${folder}${name}`)})`).join(', ');
  const contents = `
    const rest = { ${choose('')} };
    const streaming = { ${choose('pro/')} };
    export async function importExchange(venue, streams) {
      const known = streams ? streaming : rest;
      return Object.hasOwn(known, venue) ? known[venue]() : undefined;
    }
    export const importErrors = () => import(${file('base/errors')});`;
  const replaced = path.join(root, 'shared', 'adapters', 'ccxt', 'modules.ts');
  return {
    name: 'streaming-modules',
    setup: (bundle) =>
      bundle.onLoad({ filter: /modules\.ts$/ }, ({ path: asked }) =>
        asked === replaced ? { contents, loader: 'js', resolveDir: root } : null,
      ),
  };
}

if (import.meta.main) {
  const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
  console.log(await bundleCollector(root));
}
