/** One end of ours over node:net: the commands of a TLS machine, performed on a socket. */
import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import { spawn, type ChildProcess } from 'node:child_process';
import { onTestFinished } from 'vitest';
import type { ClientContext, ClientInput, Identity, ServerContext, ServerInput } from '../../src/tls/handshake/context';
import { authority, identity } from '../../src/tls/identities';
import { clientProfiles, serverProfiles } from '../../src/tls/profiles/profiles';
import { tlsClient } from '../../src/tls/client/client.machine';
import { tlsServer } from '../../src/tls/server/server.machine';
import { End } from '../tls/ends';

export const seconds = (): number => Math.floor(Date.now() / 1000);
export const random = (_purpose: string, length: number): Uint8Array => new Uint8Array(randomBytes(length));

type Ours = End<ClientContext, ClientInput> | End<ServerContext, ServerInput>;

/** Performs what the machine asks for after every event of the socket. */
export function attach<E extends Ours>(end: E, socket: Socket): E {
  let closed = 0;
  const perform = (): void => {
    const octets = end.drain();
    if (octets.length > 0) socket.write(octets);
    if (end.of('closed').length > closed || end.state === 'FAILED') socket.end();
    closed = end.of('closed').length;
  };
  const act = end.step.bind(end);
  end.step = (event) => {
    act(event);
    perform();
  };
  socket.on('data', (octets) => end.step({ type: 'arrived', octets: new Uint8Array(octets as Buffer) }));
  socket.on('end', () => end.step({ type: 'ended' }));
  socket.on('error', () => undefined);
  return end;
}

export async function until(done: () => boolean, what: string, patience = 20_000): Promise<void> {
  for (const end = Date.now() + patience; !done(); await new Promise((resolve) => setTimeout(resolve, 5))) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
  }
}

export async function dial(port: number, input: ClientInput): Promise<End<ClientContext, ClientInput>> {
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  const end = attach(new End(tlsClient, input, seconds()), socket);
  end.step({ type: 'started' });
  return end;
}

/** A server of ours; every connection is an end of its own. */
export async function serve(
  input: () => ServerInput,
): Promise<{ readonly port: number; readonly ends: End<ServerContext, ServerInput>[]; readonly close: () => void }> {
  const ends: End<ServerContext, ServerInput>[] = [];
  const listener: NetServer = createServer({ allowHalfOpen: true }, (socket) => {
    const end = attach(new End(tlsServer, input(), seconds()), socket);
    ends.push(end);
    end.step({ type: 'started' });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return { port: (listener.address() as AddressInfo).port, ends, close: () => void listener.close() };
}

export interface Program {
  readonly child: ChildProcess;
  text: string;
  readonly stop: () => Promise<void>;
}

/** A program that goes on; it is ended with the test. */
export function program(command: string, args: readonly string[]): Program {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const running: Program = {
    child,
    text: '',
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'close');
      }
    },
  };
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (octets: Buffer) => {
      running.text += octets.toString('latin1');
    });
  child.stdin?.on('error', () => undefined);
  onTestFinished(running.stop);
  return running;
}

export const pem = (der: Uint8Array): string => new X509Certificate(der).toString();
/** PKCS #8 around a secret: fixed octets before it (RFC 5958, RFC 5915, RFC 8410). */
export const keyPem = ({ key }: Identity): string => {
  const prefix =
    key.kind === 'p256'
      ? '3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420'
      : '302e020100300506032b657004220420';
  return createPrivateKey({
    key: Buffer.concat([Buffer.from(prefix, 'hex'), key.secret]),
    format: 'der',
    type: 'pkcs8',
  }).export({ format: 'pem', type: 'pkcs8' }) as string;
};

export const clientInput = (more: Partial<ClientInput> = {}): ClientInput => ({
  profile: clientProfiles['curl-openssl'],
  random,
  serverName: 'ftp.example.test',
  anchors: [authority],
  ...more,
});
const ticketKey = random('', 32);
export const serverInput = (more: Partial<ServerInput> = {}): ServerInput => ({
  profile: serverProfiles['proftpd-openssl'],
  random,
  identity: identity('server'),
  ticketKey,
  ...more,
});
