/** Header of a frame: two bytes, up to eight more of length, four of mask. RFC 6455, 5.2. */
const BASE_BYTES = 2;
const MASK_BYTES = 4;

/** Follows the frames that a client sends, chunk by chunk as they come off the wire, to know how long each is; the socket's own reader tells only of whole messages. */
export class FrameWatch {
  #header: number[] = [];
  #left = 0;

  /** The payload of the longest frame that begins in this chunk, bytes. */
  longest(chunk: Uint8Array): number {
    let longest = 0;
    for (let i = 0; i < chunk.length; ) {
      if (this.#left > 0) {
        const skipped = Math.min(this.#left, chunk.length - i);
        this.#left -= skipped;
        i += skipped;
        continue;
      }
      this.#header.push(chunk[i] as number);
      i++;
      const length = lengthOf(this.#header);
      if (length === undefined) continue;
      longest = Math.max(longest, length);
      this.#left = length;
      this.#header = [];
    }
    return longest;
  }
}

/** Payload of the frame whose header this is; undefined while it is not complete. */
function lengthOf(header: readonly number[]): number | undefined {
  const second = header[1];
  if (second === undefined) return undefined;
  const short = second & 127;
  const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
  const masked = (second & 128) !== 0;
  if (header.length < BASE_BYTES + extra + (masked ? MASK_BYTES : 0)) return undefined;
  if (extra === 0) return short;
  return header.slice(BASE_BYTES, BASE_BYTES + extra).reduce((length, byte) => length * 256 + byte, 0);
}
