import type { Bars } from '../../../../shared/domain/bars.ts';
import { barsOfCloses, normal, randomNumbers } from '../../../support/random-bars.ts';

export type Vertex = readonly [row: number, price: number];

/** A price path drawn by hand: straight between its corners. */
export interface Shape {
  readonly pattern: string;
  readonly corners: readonly Vertex[];
  /** Rows of its first and last pivot. */
  readonly start: number;
  readonly end: number;
  readonly direction: 1 | -1;
  /** The same with one of its marks missing, and which. */
  readonly nearMisses: Readonly<Record<string, readonly Vertex[]>>;
}

/** Corners written as `row:price`. */
function path(text: string): Vertex[] {
  return text.split(' ').map((corner): Vertex => {
    const [row, price] = corner.split(':').map(Number);
    return [row ?? NaN, price ?? NaN];
  });
}

/** Bars whose closes follow the corners, each off by a normal number of deviation `noise`. */
export function draw(corners: readonly Vertex[], { noise = 0, seed = 1 } = {}): Bars {
  const random = randomNumbers(seed);
  const closes: number[] = [];
  corners.slice(1).forEach(([row, price], i) => {
    const [from, first] = corners[i] as Vertex;
    for (let at = from; at < row; at++) closes.push(first + ((price - first) * (at - from)) / (row - from));
  });
  closes.push((corners.at(-1) as Vertex)[1]);
  return barsOfCloses(closes.map((close) => close + noise * normal(random)));
}

/** The corners mirrored in price, around 100. */
export function mirrored(corners: readonly Vertex[]): Vertex[] {
  return corners.map(([row, price]) => [row, 200 - price]);
}

function mirroredShape(pattern: string, shape: Shape): Shape {
  const nearMisses = Object.fromEntries(Object.entries(shape.nearMisses).map(([why, corners]) => [why, mirrored(corners)]));
  return { ...shape, pattern, corners: mirrored(shape.corners), direction: shape.direction === 1 ? -1 : 1, nearMisses };
}

/** A parabola from rim to rim. */
function bowl([from, rim]: Vertex, [to]: Vertex, bottom: number): Vertex[] {
  const middle = (from + to) / 2;
  return Array.from({ length: to - from + 1 }, (_, i) => [
    from + i,
    bottom + (rim - bottom) * ((from + i - middle) / (middle - from)) ** 2,
  ]);
}

const headAndShoulders: Shape = {
  pattern: 'head-and-shoulders',
  corners: path('0:80 20:100 30:90 42:110 54:90.5 64:100.5 84:78'),
  start: 20,
  end: 64,
  direction: -1,
  nearMisses: {
    'three tops of one height': path('0:80 20:100 30:90 40:101 50:90.5 60:100.5 80:78'),
    'a right shoulder half as high again': path('0:80 20:99 30:90 42:110 54:90.5 68:105 88:78'),
    'a steep neckline': path('0:80 20:104 30:98 42:114 54:90 64:102 84:78'),
    'a neckline that holds': path('0:80 20:100 30:90 42:110 54:90.5 64:100.5 73:91.5 100:120'),
    'no rise before it': path('0:106 12:92 20:100 30:90 42:110 54:90.5 64:100.5 84:78'),
  },
};

const doubleTop: Shape = {
  pattern: 'double-top',
  corners: path('0:80 20:100 32:90 44:100.4 64:78'),
  start: 20,
  end: 44,
  direction: -1,
  nearMisses: {
    'a lower second top': path('0:80 20:100 32:90 44:96.5 64:78'),
    'a low that holds': path('0:80 20:100 32:90 44:100.4 54:91 80:115'),
    'no rise before it': path('0:102 12:94 20:100 32:90 44:100.4 64:78'),
  },
};

const tripleTop: Shape = {
  pattern: 'triple-top',
  corners: path('0:80 20:100 30:90 40:100.5 50:90.4 60:99.8 80:78'),
  start: 20,
  end: 60,
  direction: -1,
  nearMisses: {
    'a head in the middle': path('0:80 20:100 30:90 42:106 54:90.5 64:100.5 84:78'),
    'lows that fall': path('0:80 20:100 30:93 42:100.5 54:88 66:100 88:78'),
    'a low that holds': path('0:80 20:100 30:90 40:100.5 50:90.4 60:99.8 69:91 95:118'),
  },
};

const ascendingTriangle: Shape = {
  pattern: 'ascending-triangle',
  corners: path('0:70 16:100 26:88 36:100 44:92 52:100.2 58:95.5 70:108'),
  start: 16,
  end: 58,
  direction: 1,
  nearMisses: {
    'level lows': path('0:80 16:100 26:90 36:100 46:90.3 56:100.2 66:90 80:108'),
    'a break to the wrong side': path('0:80 16:100 26:88 36:100 44:92 52:100.2 58:95.5 61:98.5 80:80'),
    'a rising top': path('0:80 16:100 26:88 36:104 46:94 56:108 64:101 80:118'),
  },
};

const symmetricTriangle: Shape = {
  pattern: 'symmetric-triangle',
  corners: path('0:70 16:104 26:86 36:101 45:89 53:98 60:92 74:106'),
  start: 16,
  end: 60,
  direction: 1,
  nearMisses: {
    'lines that part': path('0:84 16:98 24:92 34:101 46:89 60:104 76:86 100:112'),
    'a level top': ascendingTriangle.corners,
    'a swing out of line': path('0:70 16:104 26:86 36:95 45:89 53:98 60:92 74:106'),
  },
};

const risingWedge: Shape = {
  pattern: 'rising-wedge',
  corners: path('0:60 16:100 26:88 36:106 45:98 54:111.5 80:88'),
  start: 16,
  end: 54,
  direction: -1,
  nearMisses: {
    'parallel lines': path('0:95 12:80 22:94 32:86 42:100 52:92 62:106 90:78'),
    'a level top': ascendingTriangle.corners,
    'a break upwards': path('0:80 16:100 26:88 36:106 45:98 54:111.5 61:106 80:130'),
  },
};

const rectangle: Shape = {
  pattern: 'rectangle',
  corners: path('0:80 16:100 26:90 36:100.2 46:90.1 56:99.9 66:90 80:108'),
  start: 16,
  end: 66,
  direction: 1,
  nearMisses: {
    'rising lines': path('0:95 12:80 22:94 32:86 42:100 52:92 62:106 90:78'),
    'a top out of line': path('0:80 16:100 26:90 36:106 46:90.1 56:99.9 66:90 80:110'),
    'no break': path('0:80 16:100 26:90 36:100.2 46:90.1 56:99.9 66:90.2 76:99.8 86:90.2 92:96'),
  },
};

const channel: Shape = {
  pattern: 'channel',
  corners: path('0:95 12:80 22:94 32:86 42:100 52:92 62:106 66:102'),
  start: 12,
  end: 52,
  direction: 1,
  nearMisses: {
    'level lines': rectangle.corners,
    'converging lines': risingWedge.corners,
    'a low out of line': path('0:95 12:80 22:94 32:90 42:100 52:92 62:106 66:102'),
  },
};

const flag: Shape = {
  pattern: 'flag',
  corners: path('0:84 20:80 28:100 32:95.5 36:99 40:94.5 52:112'),
  start: 20,
  end: 40,
  direction: 1,
  nearMisses: {
    'a slow rise for a pole': path('0:90 20:80 60:100 64:95.5 68:99 72:94.5 84:112'),
    'most of the pole given back': path('0:84 20:80 28:100 34:87 38:92 44:83 60:112'),
    'a break to the wrong side': path('0:84 20:80 28:100 32:95.5 36:99 40:94.5 42:96.5 56:80'),
  },
};

const pennant: Shape = {
  pattern: 'pennant',
  corners: path('0:84 20:80 28:100 32:94 36:98.5 39:95.5 50:112'),
  start: 20,
  end: 39,
  direction: 1,
  nearMisses: {
    'parallel lines': flag.corners,
    'no pole': path('0:84 20:92 28:100 32:94 36:98.5 39:95.5 50:112'),
  },
};

const cup = bowl([20, 100], [70, 100], 80);
const cupAndHandle: Shape = {
  pattern: 'cup-and-handle',
  corners: [...path('0:82'), ...cup, ...path('78:95 90:110')],
  start: 20,
  end: 78,
  direction: 1,
  nearMisses: {
    'a V for a cup': path('0:82 20:100 45:80 70:100 78:95 90:110'),
    'a handle as deep as the cup': [...path('0:82'), ...cup, ...path('86:83 110:110')],
    'rims far apart': [...path('0:82'), ...cup.filter(([row]) => row < 66), ...path('78:88 90:110')],
    'no break': [...path('0:82'), ...cup, ...path('78:95 82:98 110:70')],
  },
};

const supportLevel: Shape = {
  pattern: 'support-level',
  corners: path('0:104 12:90 24:103 38:90.3 52:100 64:89.9 80:102'),
  start: 12,
  end: 64,
  direction: 1,
  nearMisses: {
    'a low that goes deeper': path('0:104 12:90 24:103 38:84 52:100 64:89.9 80:102'),
    'two touches': path('0:104 12:90 24:103 38:90.3 52:100 64:95 80:102'),
  },
};

const divergence: Shape = {
  pattern: 'divergence',
  corners: path('0:88 20:82 34:104 42:96 47:100 49:98.5 54:103 56:101.5 61:105.5 63:104 66:107 80:95'),
  start: 34,
  end: 66,
  direction: -1,
  nearMisses: {
    'a lower second high': path('0:88 20:82 34:104 42:96 62:102 75:90'),
    'a second rise as strong as the first': path('0:88 20:82 24:88 26:86 32:95 34:93 40:101 46:95 62:120 75:105'),
  },
};

const hiddenDivergence: Shape = {
  pattern: 'hidden-divergence',
  corners: path('0:90 20:80 40:100 43:98 45:99 49:97 51:98 56:96 68:112 76:97.5 92:118'),
  start: 56,
  end: 76,
  direction: 1,
  nearMisses: {
    'a lower second low': path('0:90 20:80 40:100 43:98 45:99 49:96 51:97 56:94 68:108 78:92 90:118'),
    'two falls alike': path('0:90 20:80 40:100 47:92 60:108 67:100 90:118'),
  },
};

/** One shape a pattern, and the mirror image of each that has one. */
export const SHAPES: readonly Shape[] = [
  headAndShoulders,
  mirroredShape('inverse-head-and-shoulders', headAndShoulders),
  doubleTop,
  mirroredShape('double-bottom', doubleTop),
  tripleTop,
  mirroredShape('triple-bottom', tripleTop),
  ascendingTriangle,
  mirroredShape('descending-triangle', ascendingTriangle),
  symmetricTriangle,
  mirroredShape('symmetric-triangle', symmetricTriangle),
  risingWedge,
  mirroredShape('falling-wedge', risingWedge),
  rectangle,
  mirroredShape('rectangle', rectangle),
  channel,
  mirroredShape('channel', channel),
  flag,
  mirroredShape('flag', flag),
  pennant,
  mirroredShape('pennant', pennant),
  cupAndHandle,
  supportLevel,
  mirroredShape('resistance-level', supportLevel),
  divergence,
  mirroredShape('divergence', divergence),
  hiddenDivergence,
  mirroredShape('hidden-divergence', hiddenDivergence),
];
