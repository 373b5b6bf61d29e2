/** Bytes of WebAssembly (core specification 2.0, section 5), each instruction by its name. Functions take and give back what the text format writes. */
type Code = readonly number[];

/** Types of values. */
export const I32 = 0x7f;
export const F64 = 0x7c;
export const V128 = 0x7b;
/** A block that leaves nothing on the stack. */
const EMPTY = 0x40;

export const get = (local: number): Code => [0x20, local];
export const set = (local: number): Code => [0x21, local];

export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  add: [0x6a],
  shl: [0x74],
  shrS: [0x75],
  and: [0x71],
  or: [0x72],
  xor: [0x73],
  ctz: [0x68],
  popcnt: [0x69],
  eqz: [0x45],
  gtS: [0x4a],
  geS: [0x4e],
  load: (offset: number): Code => [0x28, 2, ...unsigned(offset)],
  store: (offset: number): Code => [0x36, 2, ...unsigned(offset)],
} as const;

/** `load` reads from an address that need not be a multiple of anything. */
export const f64 = {
  const: (value: number): Code => [0x44, ...double(value)],
  load: (offset: number): Code => [0x2b, 0, ...unsigned(offset)],
  ne: [0x62],
} as const;

/** 128 bits, whatever they are. `allTrue` looks at them as two whole numbers of 64 bits. */
export const v128 = {
  and: [0xfd, 0x4e],
  store: (offset: number): Code => [0xfd, 0x0b, 0, ...unsigned(offset)],
  ones: [0xfd, 0x0c, ...Array<number>(16).fill(0xff)],
  allTrue: [0xfd, 0xc3, 0x01],
} as const;

/** Two doubles at once. `load` reads them from the address on the stack plus `offset`, which need not be a multiple of anything. */
export const f64x2 = {
  load: (offset: number): Code => [0xfd, 0x00, 0, ...unsigned(offset)],
  const: (value: number): Code => [0xfd, 0x0c, ...double(value), ...double(value)],
  splat: [0xfd, 0x14],
  gt: [0xfd, 0x4a],
  abs: [0xfd, 0xec, 0x01],
  add: [0xfd, 0xf0, 0x01],
  sub: [0xfd, 0xf1, 0x01],
  mul: [0xfd, 0xf2, 0x01],
  /** One bit for each of the two: its sign, or whether a comparison was true. */
  bitmask: [0xfd, 0xc4, 0x01],
} as const;

/** `br 0` inside goes to the end of a block, to the start of a loop; 1 means the one around it. */
export const block = (...body: Code[]): Code => [0x02, EMPTY, ...body.flat(), 0x0b];
export const loop = (...body: Code[]): Code => [0x03, EMPTY, ...body.flat(), 0x0b];
export const br = (depth: number): Code => [0x0c, depth];
export const brIf = (depth: number): Code => [0x0d, depth];

export interface WasmFunction {
  readonly name: string;
  readonly params: readonly number[];
  readonly results: readonly number[];
  /** Besides the parameters, numbered after them. */
  readonly locals: readonly number[];
  readonly body: readonly Code[];
}

const MAGIC_AND_VERSION = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0] as const;

/** A module of one function that works on a memory it is given as `env.memory`. */
export function moduleOf({ name, params, results, locals, body }: WasmFunction): Uint8Array<ArrayBuffer> {
  const code = [...vector(locals.map((type) => [1, type])), ...body.flat(), 0x0b];
  return Uint8Array.from([
    ...MAGIC_AND_VERSION,
    ...section(1, [[0x60, ...vector(params.map((type) => [type])), ...vector(results.map((type) => [type]))]]),
    ...section(2, [[...text('env'), ...text('memory'), 0x02, 0x00, 1]]),
    ...section(3, [[0]]),
    ...section(7, [[...text(name), 0x00, 0]]),
    ...section(10, [[...unsigned(code.length), ...code]]),
  ]);
}

function section(id: number, entries: readonly Code[]): Code {
  const content = vector(entries);
  return [id, ...unsigned(content.length), ...content];
}

function vector(entries: readonly Code[]): Code {
  return [...unsigned(entries.length), ...entries.flat()];
}

function text(name: string): Code {
  return vector(Array.from({ length: name.length }, (_, at) => [name.charCodeAt(at)]));
}

/** LEB128, section 5.2.2. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  return value >= -0x40 && value < 0x40 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}

function double(value: number): number[] {
  return [...new Uint8Array(Float64Array.of(value).buffer)];
}
