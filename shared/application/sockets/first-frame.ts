import type { ServerMessage, SocketEvent } from '../../contracts/socket.ts';

/** API Gateway counts a message in steps of 32 KB, and some clients take no longer frame. */
const MAX_CHARACTERS = 32_000;

/** The first message that carries `events`: as many of them, from the first on, as fit into one frame. An event is far shorter than a frame. */
export function firstFrame(events: readonly SocketEvent[]): { readonly text: string; readonly events: number } {
  let characters = 0;
  let count = 0;
  for (const event of events) {
    characters += encodedLength(event);
    if (count > 0 && characters > MAX_CHARACTERS) break;
    count++;
  }
  const message: ServerMessage = { v: 1, kind: 'market', events: events.slice(0, count) };
  return { text: JSON.stringify(message), events: count };
}

/** Bytes of an event in a frame, from above: three for each UTF-16 unit that may not be ASCII. */
function encodedLength(event: SocketEvent): number {
  const text = JSON.stringify(event);
  return /^[ -~]*$/.test(text) ? text.length + 1 : 3 * text.length;
}
