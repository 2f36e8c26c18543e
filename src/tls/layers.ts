/**
 * TLS as the layers of a program: what its host sets it up with, and what the program says when it secures a
 * connection.
 */
import type { Program } from '../machine/program';
import type { Model } from '../machine/model';
import { tlsClientOver } from './client/client.machine';
import { versionsOf, type ClientInput, type Random, type ServerInput, type VersionRange } from './handshake/context';
import { authority, identity, type IdentityName } from './identities';
import { primitives, remembering, type Memory } from './crypto/primitives';
import { clientProfiles, serverProfiles } from './profiles/profiles';
import type { ServerProfile } from './profiles/profile';
import { suites, type SuiteName } from './messages/registry';
import { tlsServerOver } from './server/server.machine';
import type { Session } from './handshake/session';

export interface ClientTls {
  readonly profile: keyof typeof clientProfiles;
  /** Whom the client calls. */
  readonly serverName: string;
  readonly trustCa: boolean;
  /** Certificates of the authorities that are trusted, in DER; without, the profiles' own. */
  readonly anchors?: readonly Uint8Array[];
  readonly verifyCertificate: boolean;
  readonly versions: VersionRange;
}

export interface ServerTls {
  readonly profile: keyof typeof serverProfiles;
  readonly certificate: IdentityName;
  readonly versions: VersionRange;
  /** Suites of 1.2 in place of the profile's; those of 1.3 are not touched, as with OpenSSL's cipher lists. */
  readonly suites12?: readonly SuiteName[];
}

/** What a program gives when it secures a connection; `name` tells the connection from all others of its host. */
interface Securing {
  readonly name: string;
  readonly session?: unknown;
  readonly sessions?: readonly unknown[];
  readonly origin?: string;
  readonly farewell?: boolean;
  readonly further?: boolean;
  readonly renews?: boolean;
}

type Layers = NonNullable<Program['layers']>;

export interface TlsEngine {
  readonly client: (settings: ClientTls, random: Random) => Layers;
  readonly server: (settings: ServerTls, random: Random) => Layers;
}

/** Results of public-key operations that are kept: a session has some ten. */
const REMEMBERED = 4096;

const NEVER = { chain: 'never', name: 'never' } as const;

/** One memory of results for all runs that share the engine: they are functions of their inputs. */
export function tlsEngine(memory?: Memory): TlsEngine {
  const crypto = remembering(primitives, REMEMBERED, memory);
  const [client, server] = [tlsClientOver(crypto), tlsServerOver(crypto)];
  return {
    client: (settings, random) => ({
      'tls-client': given(client, ({ name, session, farewell = true }): ClientInput => ({
        profile: clientProfiles[settings.profile],
        random: drawing(random, name),
        serverName: settings.serverName,
        anchors: settings.trustCa ? (settings.anchors ?? [authority]) : [],
        versions: rangeOf(settings),
        session: (session as Session | undefined) ?? null,
        farewell,
        ...(settings.verifyCertificate ? {} : { checks: NEVER }),
      })),
    }),
    server(settings, random) {
      const profile = withSuites12(serverProfiles[settings.profile], settings.suites12);
      const ticketKey = random('ticket key', 32); // one for all connections: a ticket of one is shown on another
      return {
        'tls-server': given(
          server,
          ({ name, sessions = [], origin = '', farewell = true, further = false, renews = true }): ServerInput => ({
            profile,
            random: drawing(random, name),
            identity: identity(settings.certificate),
            versions: settings.versions,
            ticketKey,
            sessions: sessions as readonly Session[],
            origin,
            farewell,
            further,
            renews,
          }),
        ),
      };
    },
  };
}

const withSuites12 = (profile: ServerProfile, names?: readonly SuiteName[]): ServerProfile =>
  names ? { ...profile, suites: [...profile.suites.filter((name) => suites[name] >> 8 === 0x13), ...names] } : profile;

/** The range that a program really keeps to. */
function rangeOf({ profile, versions }: ClientTls): VersionRange {
  const habits = clientProfiles[profile];
  return habits.ignoresEmptyRange && versionsOf(habits.versions, versions).length === 0 ? {} : versions;
}

const drawing =
  (random: Random, name: string): Random =>
  (purpose, length) =>
    random(`${name} ${purpose}`, length);

/* eslint-disable @typescript-eslint/no-explicit-any -- layers of any context and input */
/** The same machine, begun with what the program gives instead of all that the machine needs. */
const given = <I>(
  model: Model<any, any, any, I>,
  input: (securing: Securing) => I,
): Model<any, any, any, Securing> => ({ ...model, initial: (securing) => model.initial(input(securing)) });
