/** Our own machines, as they are set up for loopback. */
import { clientProgram, serverProgram } from '../../src/ftp/programs';
import { clients, servers } from '../profiles';
import type { Action, DataMode, ServerSettings } from '../../src/ftp/protocol/requests';
import type { Program, Service } from '../../src/machine/program';
import { tlsEngine, type ServerTls } from '../../src/tls/layers';
import { learner, settings } from '../ftp/setups';
import type { Loopback } from './programs';
import { random } from './tls';

const engine = tlsEngine();

const HIGH = [40_000, 48_000] as const;

/** Ports 20 and 21 would need root, so all are high ones. */
export const serviceOf = (server: string, activeDataPort: number | 'ephemeral' = 'ephemeral'): Service => ({
  port: 0,
  program: serverProgram({
    profile: servers[server]!,
    accounts: [learner],
    settings: { ...settings, activeDataPort, passiveRange: HIGH },
  }),
});

/** The same with TLS, and the certificate of ftp.example.test. */
export const ftpsServiceOf = (
  server: string,
  tls: ServerSettings['tls'],
  more: Partial<ServerSettings> = {},
): Service => {
  const profile = servers[server]!;
  return {
    port: 0,
    program: serverProgram({
      profile,
      accounts: [learner],
      layers: engine.server(
        { profile: profile.tls as ServerTls['profile'], certificate: 'server', versions: {} },
        random,
      ),
      settings: { ...settings, passiveRange: HIGH, tls, ...more },
    }),
  };
};

export const vsftpdService = (activeDataPort?: number): Service => serviceOf('vsftpd', activeDataPort);

export interface Call {
  readonly address: Loopback;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly dataMode: DataMode;
  readonly work: readonly Action[];
}

export const curlProgram = ({ address, port, user, password, dataMode, work }: Call): Program =>
  clientProgram({
    profile: clients['curl']!,
    server: { name: 'localhost', address, port },
    user,
    password,
    dataMode,
    ipVersion: address === '::1' ? 6 : 4,
    work,
    settings: { connectTimeout: null, skipPasvAddress: null },
  });
