import { Transform, type TransformCallback } from 'node:stream';
import { ObjectsError } from './error.ts';

const LINE_MAX = 4096;

/**
 * Decodes `aws-chunked`, the SDK's way to send a checksum after a body whose end it does not know: size in hexadecimal, bytes, ..., size 0, trailers.
 * Without this the framing would be stored as if it were data. `trailers` is complete when the stream has ended.
 */
export class AwsChunkedDecoder extends Transform {
  readonly trailers = new Map<string, string>();
  #line = '';
  /** Bytes of the chunk still to come; -1 while a size line is read, -2 in the trailers. */
  #left = -1;
  #done = false;

  override _transform(data: Buffer, _: BufferEncoding, callback: TransformCallback): void {
    try {
      let at = 0;
      while (at < data.length && !this.#done) at = this.#left > 0 ? this.#take(data, at) : this.#readLine(data, at);
      callback();
    } catch (error) {
      callback(error as Error);
    }
  }

  override _flush(callback: TransformCallback): void {
    // Some writers leave out the empty line after the last trailer.
    const ended = this.#done || this.#left === -2;
    callback(ended ? null : new ObjectsError(400, 'IncompleteBody', 'The request body terminated unexpectedly'));
  }

  #take(data: Buffer, at: number): number {
    const end = Math.min(data.length, at + this.#left);
    this.push(data.subarray(at, end));
    this.#left -= end - at;
    return end;
  }

  #readLine(data: Buffer, at: number): number {
    const end = data.indexOf(10, at);
    this.#line += data.toString('latin1', at, end === -1 ? data.length : end);
    if (this.#line.length > LINE_MAX) throw new ObjectsError(400, 'InvalidRequest', 'a line of the aws-chunked body is too long');
    if (end === -1) return data.length;
    const line = this.#line.replace(/\r$/, '');
    this.#line = '';
    if (this.#left === -2) this.#trailer(line);
    else if (this.#left === 0) this.#left = -1;
    else this.#size(line);
    return end + 1;
  }

  #size(line: string): void {
    const size = /^([0-9a-f]{1,8})(;.*)?$/i.exec(line)?.[1];
    if (size === undefined) throw new ObjectsError(400, 'InvalidRequest', `"${line.slice(0, 40)}" is not a chunk size`);
    this.#left = Number.parseInt(size, 16) === 0 ? -2 : Number.parseInt(size, 16);
  }

  #trailer(line: string): void {
    if (line === '') {
      this.#done = true;
      return;
    }
    const colon = line.indexOf(':');
    this.trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
}
