import path from 'node:path';
import type { Plugin } from 'esbuild';

/** The exchanges whose past bars functions can ask for; ccxt as a whole is larger than a function may be. */
const EXCHANGES = ['binance', 'bybit', 'coinbase', 'kraken', 'okx'] as const;
const MODULES = path.join('shared', 'adapters', 'ccxt', 'modules.ts');
/** What ccxt imports for venues and ways that these never use. Loading a stub is fine, using it throws. */
const UNUSED = /^(protobufjs|undici|ws)(\/|$)|protobuf\/mexc\/compiled|static_dependencies\/(dydx|starknet|zklink|ethers|node-qrcode)/;

/** Puts a few exchanges of ccxt into the bundle, where the source loads any from the package. */
export function exchangeModules(root: string): Plugin {
  const sources = path.join(root, 'node_modules', 'ccxt', 'js', 'src');
  return {
    name: 'exchange-modules',
    setup(build) {
      build.onLoad({ filter: /modules\.ts$/ }, ({ path: file }) =>
        file === path.join(root, MODULES) ? { contents: chosen(sources), loader: 'ts', resolveDir: root } : null,
      );
      build.onResolve({ filter: UNUSED }, ({ path: name, importer }) =>
        importer.includes(`${path.sep}ccxt${path.sep}`) ? { path: name, namespace: 'unused' } : null,
      );
      build.onLoad({ filter: /.*/, namespace: 'unused' }, ({ path: name }) => ({ contents: stub(name), loader: 'js' }));
    },
  };
}

function chosen(sources: string): string {
  const file = (name: string) => JSON.stringify(path.join(sources, `${name}.js`));
  return `
    ${EXCHANGES.map((name) => `import ${name} from ${file(name)};`).join('\n')}
    import * as errors from ${file('base/errors')};
    const exchanges = { ${EXCHANGES.join(', ')} };
    export async function importExchange(venue, streaming) {
      return streaming || !Object.hasOwn(exchanges, venue) ? undefined : { default: exchanges[venue] };
    }
    export async function importErrors() { return errors; }`;
}

/** ccxt does without undici when it cannot be imported, and speaks through Node's own fetch. */
function stub(name: string): string {
  const fault = `throw new Error(${JSON.stringify(`${name} is not in this bundle`)});`;
  if (name.startsWith('undici')) return fault;
  return `module.exports = new Proxy(function () {}, { get(_, key) { if (key === '__esModule') return false; ${fault} } });`;
}
