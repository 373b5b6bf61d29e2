/** `gone`: the other end left; `slow`: it does not take what was sent, or not in time. */
export type Sent = 'sent' | 'gone' | 'slow';

/** Open connections to clients. */
export interface Sockets {
  send(connection: string, text: string): Promise<Sent>;
  /** Closes it; no error when it is closed already. */
  disconnect(connection: string): Promise<void>;
}
