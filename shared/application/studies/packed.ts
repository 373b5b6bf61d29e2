const ALIGN = Float64Array.BYTES_PER_ELEMENT;

/** JSON and a column of doubles as one object, exact to the last bit: two numbers of four bytes that say how long both are, the text, the doubles. */
export function pack(header: unknown, numbers: Float64Array): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const at = startOf(text.length);
  const bytes = new Uint8Array(at + numbers.byteLength);
  new Uint32Array(bytes.buffer, 0, 2).set([text.length, numbers.length]);
  bytes.set(text, ALIGN);
  bytes.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), at);
  return bytes;
}

/** Reads what `pack` wrote. Throws for bytes of another length. */
export function unpack<T>(bytes: Uint8Array): { readonly header: T; readonly numbers: Float64Array } {
  const whole = bytes.slice();
  const [text, count] = new Uint32Array(whole.buffer, 0, 2) as unknown as [number, number];
  const at = startOf(text);
  if (whole.length !== at + count * ALIGN)
    throw new Error(`a shard's result has ${whole.length} bytes, but must have ${at + count * ALIGN}`);
  const header = JSON.parse(new TextDecoder().decode(whole.subarray(ALIGN, ALIGN + text))) as T;
  return { header, numbers: new Float64Array(whole.buffer, at, count) };
}

/** Doubles lie on multiples of their size. */
function startOf(textBytes: number): number {
  return ALIGN + Math.ceil(textBytes / ALIGN) * ALIGN;
}
