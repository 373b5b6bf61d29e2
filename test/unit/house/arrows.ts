import { type Module, roomOf, target } from './modules.ts';

const LEDGER = ['shared/risk', 'shared/portfolio', 'shared/performance', 'shared/pricing', 'shared/execution'];
const BELOW_ENGINE = [
  'shared/domain',
  'shared/drawing',
  'shared/vector',
  'shared/indicators',
  'shared/patterns',
  'shared/market',
  'shared/strategies',
  ...LEDGER,
  'shared/ports',
];
const PRODUCT = [...BELOW_ENGINE, 'shared/engine', 'shared/research', 'shared/learning', 'shared/text', 'shared/knowledge'];
const EVERYTHING = [...PRODUCT, 'shared/contracts', 'shared/application', 'shared/adapters'];

/** What each room may import besides itself. A room that is not listed may import nothing; one more room is one more line here and a record in docs/decisions. */
export const ARROWS: Readonly<Record<string, readonly string[]>> = {
  'shared/domain': [],
  'shared/drawing': ['shared/domain'],
  'shared/vector': [],
  'shared/indicators': ['shared/domain'],
  'shared/patterns': ['shared/domain', 'shared/indicators'],
  'shared/market': ['shared/domain'],
  'shared/strategies': ['shared/domain', 'shared/vector', 'shared/indicators', 'shared/patterns'],
  ...Object.fromEntries(LEDGER.map((room) => [room, ['shared/domain']])),
  'shared/performance': ['shared/domain', 'shared/drawing'],
  'shared/ports': ['shared/domain'],
  'shared/engine': BELOW_ENGINE,
  'shared/research': [...BELOW_ENGINE, 'shared/engine'],
  'shared/learning': ['shared/domain', 'shared/ports'],
  'shared/text': ['shared/domain', 'shared/ports'],
  'shared/knowledge': ['shared/domain', 'shared/ports'],
  'shared/contracts': ['shared/domain'],
  'shared/application': [...PRODUCT, 'shared/contracts'],
  'shared/adapters': ['shared/domain', 'shared/market', 'shared/ports', 'shared/contracts', 'shared/application'],
  'shared/plugins': ['shared/domain', 'shared/indicators'],
  indicators: ['shared/domain', 'shared/indicators', 'shared/plugins'],
  strategies: [
    'shared/domain',
    'shared/indicators',
    'shared/patterns',
    'shared/strategies',
    'shared/research',
    'shared/plugins',
    'indicators',
  ],
  analysers: ['shared/domain', 'shared/performance'],
  costs: ['shared/domain', 'shared/engine'],
  feeds: ['shared/domain', 'shared/market'],
  functions: [...EVERYTHING, 'strategies', 'indicators', 'analysers', 'costs'],
  containers: [...EVERYTHING, 'strategies', 'indicators'],
  infra: ['shared/domain', 'shared/contracts', 'console', 'scripts'],
  local: [...EVERYTHING, 'infra', 'scripts'],
  cli: [...EVERYTHING, 'strategies', 'indicators', 'analysers', 'costs', 'feeds', 'scripts'],
  console: ['shared/domain', 'shared/drawing', 'shared/contracts'],
  scripts: [...EVERYTHING, 'strategies'],
  bench: [...EVERYTHING, 'strategies', 'cli', 'local', 'infra', 'functions', 'scripts'],
};

/** Rooms that import no package but those named: no SDK, nothing of Node. */
export const PURE: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    [...PRODUCT, 'strategies', 'indicators', 'analysers', 'costs', 'feeds', 'shared/application'].map((room) => [room, []]),
  ),
  'shared/indicators': ['zod'],
  'shared/plugins': ['technicalindicators'],
  'shared/strategies': ['zod'],
  'shared/contracts': ['zod'],
};

/** Every arrow that the table does not allow, as readable lines. */
export function forbiddenArrows(modules: readonly Module[]): string[] {
  const found: string[] = [];
  for (const module of modules) {
    const room = roomOf(module.path);
    if (room === 'test' || room === '.') continue;
    const allowed = ARROWS[room];
    if (!allowed) found.push(`${module.path}: the room ${room} is not in the table of arrows`);
    for (const { from } of module.imports) {
      const to = target(module, from);
      if ('package' in to) {
        if (PURE[room] && !PURE[room].includes(to.package)) found.push(`${module.path} imports ${to.package}, but ${room} is pure`);
      } else if (to.path.startsWith('..')) found.push(`${module.path} imports ${from}, outside the repository`);
      else if (roomOf(to.path) !== room && !allowed?.includes(roomOf(to.path))) found.push(`${module.path} imports ${to.path}`);
    }
  }
  return found;
}

/** Every use of a clock, chance, a timer, the network or the process in a pure room. The typed client in `contracts` may default to `fetch`. */
export function worldInPureRooms(modules: readonly Module[]): string[] {
  return modules
    .filter(({ path }) => PURE[roomOf(path)] && roomOf(path) !== 'shared/contracts')
    .flatMap(({ path, world }) => world.map((name) => `${path} uses ${name}`));
}
