/** Two ends, or one, stepped by hand: the host's loop without a network. */
import { createHash } from 'node:crypto';
import { nameOf } from '../../src/machine/config';
import type { Model } from '../../src/machine/model';
import { stepper, type Snapshot, type Stepper } from '../../src/machine/step';
import { tlsClient } from '../../src/tls/client/client.machine';
import type {
  ClientContext,
  ClientInput,
  ServerContext,
  ServerInput,
  TlsCommand,
  TlsEvent,
} from '../../src/tls/handshake/context';
import { authority, identity } from '../../src/tls/identities';
import { clientProfiles, serverProfiles } from '../../src/tls/profiles/profiles';
import { tlsServer } from '../../src/tls/server/server.machine';
import type { Session } from '../../src/tls/handshake/session';

/** 2024-01-15 12:00 UTC. */
export const EPOCH = 1_705_320_000;

export const drawn =
  (seed: string) =>
  (purpose: string, length: number): Uint8Array =>
    new Uint8Array(createHash('shake256', { outputLength: length }).update(`${seed} ${purpose}`).digest());

type Bare = TlsEvent extends infer E ? (E extends unknown ? Omit<E, 'at' | 'epoch'> : never) : never;

export class End<C, I> {
  readonly commands: TlsCommand[] = [];
  readonly states: string[] = [];
  snapshot: Snapshot<C>;
  readonly stepper: Stepper<C, TlsEvent, TlsCommand, I>;
  out: Uint8Array[] = [];

  constructor(
    model: Model<C, TlsEvent, TlsCommand, I>,
    input: I,
    readonly epoch = EPOCH,
    readonly make = stepper<C, TlsEvent, TlsCommand, I>,
  ) {
    this.stepper = make(model);
    this.snapshot = this.stepper.start(input);
    this.states.push(nameOf(this.snapshot.value));
  }

  step(event: Bare): void {
    const waiting: Bare[] = [event];
    for (let count = 0; waiting.length > 0; count += 1) {
      if (count > 10_000) throw new Error('the machine never comes to rest');
      const { snapshot, commands } = this.stepper.step(this.snapshot, {
        ...waiting.shift()!,
        at: 0,
        epoch: this.epoch,
      });
      if (snapshot.value !== this.snapshot.value) this.states.push(nameOf(snapshot.value));
      this.snapshot = snapshot;
      for (const command of commands) {
        this.commands.push(command);
        if (command.type === 'transmit') this.out.push(command.octets);
        if (command.type === 'continue') waiting.push({ type: 'continued' });
      }
    }
  }

  get state(): string {
    return nameOf(this.snapshot.value);
  }
  of<T extends TlsCommand['type']>(type: T): Extract<TlsCommand, { type: T }>[] {
    return this.commands.filter((one) => one.type === type) as Extract<TlsCommand, { type: T }>[];
  }
  get said(): string[] {
    return this.of('message')
      .filter(({ way }) => way === 'sent')
      .map(({ name }) => name);
  }
  get heard(): string[] {
    return this.of('message')
      .filter(({ way }) => way === 'received')
      .map(({ name }) => name);
  }
  get failure(): string | undefined {
    return this.of('failed')[0]?.name;
  }
  get facts(): Readonly<Record<string, unknown>> | undefined {
    return this.of('secured')[0]?.facts;
  }
  get sessions(): Session[] {
    return this.of('session').map(({ session }) => session);
  }
  get text(): string {
    return this.of('received')
      .map(({ octets }) => Buffer.from(octets).toString('latin1'))
      .join('');
  }
  drain(): Uint8Array {
    const all = Buffer.concat(this.out);
    this.out = [];
    return new Uint8Array(all);
  }
}

export type Client = End<ClientContext, ClientInput>;
export type Server = End<ServerContext, ServerInput>;

export const clientInput = (more: Partial<ClientInput> = {}): ClientInput => ({
  profile: clientProfiles['curl-openssl'],
  random: drawn('client'),
  serverName: 'ftp.example.test',
  anchors: [authority],
  ...more,
});
export const serverInput = (more: Partial<ServerInput> = {}): ServerInput => ({
  profile: serverProfiles['proftpd-openssl'],
  random: drawn('server'),
  identity: identity('server'),
  ticketKey: new Uint8Array(32).fill(7),
  ...more,
});

/** The certificates begin in 2023. */
export const client = (more: Partial<ClientInput> = {}, epoch = EPOCH): Client =>
  new End(tlsClient, clientInput(more), epoch);
export const server = (more: Partial<ServerInput> = {}, epoch = EPOCH): Server =>
  new End(tlsServer, serverInput(more), epoch);

/** Carries octets to and fro until neither has any; `cut` octets at a time where it is given. */
export function converse(one: Client, other: Server, cut = Infinity): void {
  for (let round = 0; round < 50; round += 1) {
    const there = one.drain();
    deliver(other, there, cut);
    const back = other.drain();
    deliver(one, back, cut);
    if (there.length === 0 && back.length === 0) return;
  }
  throw new Error('the two never come to rest');
}

export function deliver(end: Client | Server, octets: Uint8Array, cut = Infinity): void {
  for (let at = 0; at < octets.length; at += cut)
    end.step({ type: 'arrived', octets: octets.slice(at, Math.min(octets.length, at + cut)) });
}

export function meet(one: Client, other: Server, cut = Infinity): { one: Client; other: Server } {
  other.step({ type: 'started' });
  one.step({ type: 'started' });
  converse(one, other, cut);
  return { one, other };
}

export const octets = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
