/**
 * A message of a dialogue, whatever the protocol: an FTP command and its reply, a request and a response of HTTP, what
 * SFTP asks and answers, TLS's ClientHello. A protocol's codec makes it (command.ts, reply.ts); the trace keeps it as
 * it is, and whoever names, writes, draws or searches messages asks here and in notation.ts, never the protocol.
 */
interface OfProtocol {
  /** As people write it: 'FTP', 'TLS', 'HTTP', 'SFTP'. */
  readonly protocol: string;
  /** What it is called, and its moment with it: a verb, a method, a type, a reply's code: 'PASV', '227', 'GET'. */
  readonly name: string;
}

/** Asks for something; its moment is where it is sent. */
export interface RequestMessage extends OfProtocol {
  readonly kind: 'request';
  readonly argument: string | null;
  /** The argument is for nobody else's eyes: what PASS says. */
  readonly secret?: true;
}

/** Answers; its moment is where it is read. */
export interface ReplyMessage extends OfProtocol {
  readonly kind: 'reply';
  /** Null where the protocol's answers have no code of their own. */
  readonly code: number | null;
  /** What is said beside the code, line by line. */
  readonly lines: readonly string[];
  /** What was asked for is not done. */
  readonly refuses?: true;
}

/** `signal` neither asks nor answers, as the messages of a handshake; `stray` is what came and is no message at all. */
interface PlainMessage extends OfProtocol {
  readonly kind: 'signal' | 'stray';
  readonly text: string;
}

export type Message = RequestMessage | ReplyMessage | PlainMessage;

/** What came, or went, that is neither command nor reply. */
export const strayMessage = (protocol: string, text: string): PlainMessage => ({
  protocol,
  kind: 'stray',
  name: 'raw',
  text,
});

/** Whether one is the other, on its way or read: text may have been rewritten between, the name says what it is. */
export const sameMessage = (a: Message, b: Message): boolean =>
  a.protocol === b.protocol &&
  a.kind === b.kind &&
  a.name === b.name &&
  (a.kind !== 'stray' || a.text === (b as PlainMessage).text);
