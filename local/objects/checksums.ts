import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { notImplemented, ObjectsError } from './error.ts';

export const ALGORITHMS = ['crc32', 'sha1', 'sha256'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** One running checksum; `digest` is base64, as S3 writes it. */
interface Running {
  update(bytes: Buffer): void;
  digest(): string;
}

/** The checksum algorithm that a header like `x-amz-checksum-crc32` names, undefined for any other header. Throws for one that is not understood. */
export function algorithmOf(header: string): Algorithm | undefined {
  const name = /^x-amz-checksum-(?!algorithm$|mode$|type$)(.+)$/.exec(header)?.[1];
  if (name === undefined) return undefined;
  if (!(ALGORITHMS as readonly string[]).includes(name)) throw notImplemented(`checksum ${name}`);
  return name as Algorithm;
}

/** The checksums of a body, computed while it passes. */
export class Checksums {
  readonly #md5 = createHash('md5');
  readonly #sha256 = createHash('sha256');
  readonly #running: ReadonlyMap<Algorithm, Running>;
  bytes = 0;

  constructor(algorithms: ReadonlySet<Algorithm>) {
    this.#running = new Map([...algorithms].map((algorithm) => [algorithm, start(algorithm)]));
  }

  update(bytes: Buffer): void {
    this.bytes += bytes.length;
    this.#md5.update(bytes);
    this.#sha256.update(bytes);
    for (const running of this.#running.values()) running.update(bytes);
  }

  /** Compares with what the client said: MD5, the signed payload hash, and every checksum. Throws `ObjectsError`; returns what is kept. */
  finish(said: { md5: string | undefined; sha256Hex: string | undefined; checksums: ReadonlyMap<Algorithm, string> }): {
    etag: string;
    checksums: Partial<Record<Algorithm, string>>;
  } {
    const md5 = this.#md5.digest();
    if (said.md5 !== undefined && said.md5 !== md5.toString('base64')) throw badDigest('Content-MD5', said.md5, md5.toString('base64'));
    const sha256 = this.#sha256.digest('hex');
    if (said.sha256Hex !== undefined && said.sha256Hex !== sha256) {
      throw new ObjectsError(
        400,
        'XAmzContentSHA256Mismatch',
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
      );
    }
    const checksums: Partial<Record<Algorithm, string>> = {};
    for (const [algorithm, running] of this.#running) {
      const computed = running.digest();
      const claimed = said.checksums.get(algorithm);
      if (claimed !== undefined && claimed !== computed) throw badDigest(algorithm.toUpperCase(), claimed, computed);
      checksums[algorithm] = computed;
    }
    return { etag: `"${md5.toString('hex')}"`, checksums };
  }
}

function start(algorithm: Algorithm): Running {
  if (algorithm !== 'crc32') {
    const hash = createHash(algorithm);
    return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('base64') };
  }
  let value = 0;
  return {
    update: (bytes) => {
      value = crc32(bytes, value);
    },
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes.toString('base64');
    },
  };
}

function badDigest(name: string, claimed: string, computed: string): ObjectsError {
  return new ObjectsError(400, 'BadDigest', `The ${name} you specified (${claimed}) did not match the calculated checksum (${computed}).`);
}
