/**
 * A client and a server as programs that a host can run, each two machines: protocol interpreter and data transfer
 * process.
 */
import type { Program } from '../machine/program';
import type { Micros } from '../machine/contract';
import { prepareParts } from './user/plan';
import type { ClientProfile } from './profiles/client-profile';
import { withTls, type ServerProfile } from './profiles/server-profile';
import { bystander } from './strangers/bystander.machine';
import { serverDtp } from './dtp/server-dtp.machine';
import { serverPi } from './server/server-pi.machine';
import { prepareReplies } from './server/session/answer';
import type { ServerSetup } from './server/session/session';
import { thief } from './strangers/thief.machine';
import { userDtp } from './dtp/user-dtp.machine';
import { userPi } from './user/user-pi.machine';
import type { ClientSetup } from './user/session';
import type { Account, Action, ClientSettings, DataMode, ServerSettings } from './protocol/requests';

/** The machines of FTP, for whoever proves something of all of them. */
export const ftpModels = {
  'user-PI': userPi,
  'user-DTP': userDtp,
  'server-PI': serverPi,
  'server-DTP': serverDtp,
  bystander,
  thief,
};

/** How long a program takes over an event where its profile says nothing else. */
const THINK: Micros = 100;

export interface ClientOptions {
  readonly profile: ClientProfile;
  /** The name as its user wrote it, the address that it means, and the port to dial. */
  readonly server: { readonly name: string; readonly address: string; readonly port: number };
  readonly user: string;
  readonly password: string;
  /** What a second attempt to log in says; the same where nothing is said. */
  readonly rightPassword?: string;
  readonly dataMode: DataMode;
  readonly ipVersion: 4 | 6;
  readonly work: readonly Action[];
  readonly settings: ClientSettings;
  /** To whom downloaded files belong; the superuser's if nobody is named. */
  readonly owner?: ClientSetup['owner'];
  /** Microseconds an event. */
  readonly think?: Micros;
  /** What it can secure a connection with: 'tls-client'. */
  readonly layers?: NonNullable<Program['layers']>;
}

export interface ServerOptions {
  readonly profile: ServerProfile;
  readonly accounts: readonly Account[];
  readonly settings: ServerSettings;
  readonly think?: Micros;
  /** What it can secure a connection with: 'tls-server'. */
  readonly layers?: NonNullable<Program['layers']>;
}

const preparedParts = new WeakMap<ClientProfile, ClientSetup['parts']>();
const preparedServers = new WeakMap<
  ServerProfile,
  Readonly<Record<'clear' | 'secured', Pick<ServerSetup, 'profile' | 'replies'>>>
>();

/**
 * What is made of a profile once. That a profile is sound, user/profile-check.ts and server/profile-check.ts say, in
 * the tests of all there are.
 */
function prepared<P extends object, V>(cache: WeakMap<P, V>, profile: P, make: (profile: P) => V): V {
  const made = cache.get(profile) ?? make(profile);
  cache.set(profile, made);
  return made;
}

export function clientProgram({
  think = THINK,
  layers = {},
  owner = { uid: 0, gid: 0, owner: 'root', group: 'root' },
  ...options
}: ClientOptions): Program {
  const parts = prepared(
    preparedParts,
    options.profile,
    ({ plans, parts }) => new Map([...prepareParts(plans, 'plan '), ...prepareParts(parts)]),
  );
  const input: ClientSetup = { ...options, owner, parts };
  return {
    name: options.profile.name,
    machines: { pi: { model: userPi, input }, dtp: { model: userDtp, input: null } },
    layers,
    think,
  };
}

const setupOf = (profile: ServerProfile): Pick<ServerSetup, 'profile' | 'replies'> => ({
  profile,
  replies: prepareReplies(profile),
});

/** One process of the server, for one control connection: `accepted` comes to its first machine. */
export function serverProgram({ profile, accounts, settings, think = THINK, layers = {} }: ServerOptions): Program {
  const ready = prepared(preparedServers, profile, (whole) => ({
    clear: setupOf(whole),
    secured: setupOf(withTls(whole)),
  }));
  const input: ServerSetup = { ...ready[settings.tls === 'off' ? 'clear' : 'secured'], accounts, settings };
  return {
    name: profile.name,
    machines: { pi: { model: serverPi, input }, dtp: { model: serverDtp, input: null } },
    layers,
    think,
  };
}
