import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, writeAtomically } from '../files.ts';

export interface QueueSettings {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  readonly fifo: boolean;
  readonly contentBasedDeduplication: boolean;
  readonly delaySeconds: number;
  readonly retentionSeconds: number;
  readonly visibilitySeconds: number;
  readonly redrive: { readonly targetArn: string; readonly maxReceiveCount: number } | undefined;
}

export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

export interface SentMessage {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, MessageAttribute>> | undefined;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
  readonly delaySeconds?: number | undefined;
}

export interface Message extends SentMessage {
  readonly id: string;
  readonly sequence: number;
  readonly sentMs: number;
  receives: number;
  firstReceivedMs: number | undefined;
  visibleMs: number;
  /** Names the latest receive; an older handle still deletes, as in SQS. */
  handle: string;
}

const DEDUPLICATION_MS = 5 * 60_000;

/**
 * A queue on disk, one file a message. At least once: a message that was received and not deleted comes back after its visibility timeout or a restart.
 * In a FIFO queue a group's next message waits until the one before is deleted.
 */
export class Queue {
  readonly settings: QueueSettings;
  readonly #directory: string;
  readonly #now: () => number;
  readonly #messages = new Map<string, Message>();
  /** Deduplication id to the message that used it, and when. */
  readonly #sent = new Map<string, { id: string; atMs: number }>();
  #sequence = 0;

  constructor(settings: QueueSettings, directory: string, now: () => number = Date.now) {
    this.settings = settings;
    this.#directory = directory;
    this.#now = now;
    mkdirSync(directory, { recursive: true });
    const kept = readdirSync(directory).filter((file) => file.endsWith('.json'));
    for (const file of kept.sort()) {
      const message = readJson(join(directory, file)) as Message;
      message.visibleMs = Math.min(message.visibleMs, now());
      this.#messages.set(message.id, message);
      this.#sequence = Math.max(this.#sequence, message.sequence);
      if (message.deduplicationId !== undefined) this.#sent.set(message.deduplicationId, { id: message.id, atMs: message.sentMs });
    }
  }

  /** Keeps a message and returns its id; for a repeated deduplication id, that of the first. */
  send(sent: SentMessage): string {
    const deduplicationId =
      sent.deduplicationId ?? (this.settings.contentBasedDeduplication ? createHash('sha256').update(sent.body).digest('hex') : undefined);
    const now = this.#now();
    if (this.settings.fifo && deduplicationId !== undefined) {
      const earlier = this.#sent.get(deduplicationId);
      if (earlier !== undefined && now - earlier.atMs < DEDUPLICATION_MS) return earlier.id;
    }
    const id = randomUUID();
    const visibleMs = now + (sent.delaySeconds ?? this.settings.delaySeconds) * 1000;
    const message: Message = {
      ...sent,
      deduplicationId,
      id,
      sequence: ++this.#sequence,
      sentMs: now,
      receives: 0,
      firstReceivedMs: undefined,
      visibleMs,
      handle: '',
    };
    this.#keep(message);
    if (this.settings.fifo && deduplicationId !== undefined) this.#sent.set(deduplicationId, { id, atMs: now });
    return id;
  }

  /** Up to `limit` messages, hidden from others until their timeout. Those received too often go to `deadLetters` instead. */
  receive(limit: number, deadLetters: Queue | undefined, visibilitySeconds = this.settings.visibilitySeconds): Message[] {
    const now = this.#now();
    const received: Message[] = [];
    const busyGroups = new Set<string>();
    for (const message of this.#messages.values()) {
      if (received.length >= limit) break;
      if (now - message.sentMs > this.settings.retentionSeconds * 1000) {
        this.#drop(message);
        continue;
      }
      if (message.groupId !== undefined && busyGroups.has(message.groupId)) continue;
      if (message.visibleMs > now) {
        if (this.settings.fifo && message.groupId !== undefined) busyGroups.add(message.groupId);
        continue;
      }
      if (deadLetters !== undefined && message.receives >= (this.settings.redrive?.maxReceiveCount ?? Number.POSITIVE_INFINITY)) {
        deadLetters.send({
          body: message.body,
          attributes: message.attributes,
          groupId: message.groupId,
          deduplicationId: message.deduplicationId,
        });
        this.#drop(message);
        continue;
      }
      message.receives++;
      message.firstReceivedMs ??= now;
      message.visibleMs = now + visibilitySeconds * 1000;
      message.handle = `${message.id}.${randomUUID()}`;
      this.#keep(message);
      received.push(message);
    }
    return received;
  }

  delete(handle: string): void {
    const message = this.#messages.get(handle.split('.')[0] ?? '');
    if (message !== undefined) this.#drop(message);
  }

  /** Returns false when the handle names no message in flight. */
  changeVisibility(handle: string, seconds: number): boolean {
    const message = this.#messages.get(handle.split('.')[0] ?? '');
    if (message === undefined || message.handle !== handle) return false;
    message.visibleMs = this.#now() + seconds * 1000;
    return true;
  }

  purge(): void {
    for (const message of this.#messages.values()) this.#drop(message);
  }

  counts(): { visible: number; inFlight: number; delayed: number } {
    const now = this.#now();
    const hidden = [...this.#messages.values()].filter((message) => message.visibleMs > now);
    const inFlight = hidden.filter((message) => message.receives > 0).length;
    return { visible: this.#messages.size - hidden.length, inFlight, delayed: hidden.length - inFlight };
  }

  #file(message: Message): string {
    return join(this.#directory, `${String(message.sequence).padStart(16, '0')}.json`);
  }

  #keep(message: Message): void {
    writeAtomically(this.#file(message), JSON.stringify(message));
    this.#messages.set(message.id, message);
  }

  #drop(message: Message): void {
    rmSync(this.#file(message), { force: true });
    this.#messages.delete(message.id);
  }
}
