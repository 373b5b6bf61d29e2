import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Resource } from '../template/template.ts';
import { Bucket } from './bucket.ts';
import { type CorsRule, corsHeaders } from './cors.ts';
import { notImplemented, ObjectsError } from './error.ts';
import { getObject } from './get.ts';
import { listObjects } from './list.ts';
import { putObject } from './put.ts';
import { type ObjectRequest, parseObjectRequest } from './request.ts';
import { checkSignature } from './signature.ts';
import { xmlDocument, xmlTexts } from './xml.ts';

/** Sub-resources that would change what a request means. */
const SUBRESOURCES = [
  'acl',
  'attributes',
  'cors',
  'legal-hold',
  'lifecycle',
  'location',
  'partNumber',
  'policy',
  'retention',
  'tagging',
  'torrent',
  'uploadId',
  'uploads',
  'versionId',
  'versioning',
  'versions',
];

/** S3 as files: the buckets of the templates, and the part of its REST API that the product uses. */
export class Objects {
  readonly #buckets = new Map<string, { bucket: Bucket; cors: readonly CorsRule[] }>();

  constructor(directory: string, resources: readonly Resource[]) {
    for (const { ref, properties } of resources) {
      const cors = (properties['CorsConfiguration'] as { CorsRules?: CorsRule[] } | undefined)?.CorsRules ?? [];
      this.#buckets.set(ref, { bucket: new Bucket(ref, join(directory, ref)), cors });
    }
  }

  async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('x-amz-request-id', randomUUID());
    try {
      const request = parseObjectRequest(incoming);
      const found = this.#buckets.get(request.bucket);
      const cors = corsHeaders(found?.cors ?? [], incoming);
      for (const [name, value] of Object.entries(cors ?? {})) response.setHeader(name, value);
      if (request.method === 'OPTIONS') {
        if (cors === undefined) throw new ObjectsError(403, 'AccessForbidden', 'CORSResponse: This CORS request is not allowed.');
        response.writeHead(200).end();
        return;
      }
      checkSignature(request, Date.now());
      if (found === undefined) throw new ObjectsError(404, 'NoSuchBucket', `The specified bucket does not exist: ${request.bucket}`);
      await answer(found.bucket, request, response);
    } catch (error) {
      refuse(incoming, response, error);
    }
  }
}

async function answer(bucket: Bucket, request: ObjectRequest, response: ServerResponse): Promise<void> {
  const { method, key, query } = request;
  const subresource = SUBRESOURCES.find((name) => query.has(name));
  if (subresource !== undefined) throw notImplemented(`${method} ?${subresource}`);
  if (key === '') return answerBucket(bucket, request, response);
  if (method === 'GET' || method === 'HEAD') return getObject(bucket, request, response);
  if (method === 'PUT') {
    const object = await putObject(bucket, key, request);
    bucket.commit(object, { ifMatch: request.headers['if-match'], ifNoneMatch: request.headers['if-none-match'] });
    response.writeHead(200, { etag: object.etag, 'content-length': '0' }).end();
  } else if (method === 'DELETE') {
    bucket.delete(key);
    response.writeHead(204).end();
  } else {
    throw notImplemented(`${method} of an object`);
  }
}

async function answerBucket(bucket: Bucket, { method, query, body }: ObjectRequest, response: ServerResponse): Promise<void> {
  if (method === 'HEAD') {
    response.writeHead(200).end();
  } else if (method === 'GET' && query.get('list-type') === '2') {
    xml(response, 200, listObjects(bucket, query));
  } else if (method === 'POST' && query.has('delete')) {
    const document = await text(body);
    const keys = xmlTexts(document, 'Key');
    for (const key of keys) bucket.delete(key);
    const quiet = xmlTexts(document, 'Quiet')[0] === 'true';
    xml(response, 200, xmlDocument('DeleteResult', { Deleted: quiet ? [] : keys.map((Key) => ({ Key })) }));
  } else {
    throw notImplemented(`${method} of a bucket`);
  }
}

function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  // Whoever is still sending learns that it is over; the rest of the body is not read.
  if (!request.complete) response.setHeader('connection', 'close');
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const known = error instanceof ObjectsError ? error : new ObjectsError(500, 'InternalError', (error as Error).message);
  if (request.method === 'HEAD') response.writeHead(known.status).end();
  else xml(response, known.status, xmlDocument('Error', { Code: known.code, Message: known.message }));
}

function xml(response: ServerResponse, status: number, document: string): void {
  response.writeHead(status, { 'content-type': 'application/xml', 'content-length': String(Buffer.byteLength(document)) }).end(document);
}
