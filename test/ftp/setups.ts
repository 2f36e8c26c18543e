/**
 * Clients and servers as the tests set them up: one account, a range of passive ports, nothing that only time would
 * bring.
 */
import { clientProgram, serverProgram } from '../../src/ftp/programs';
import type { Action, ClientSettings, ServerSettings } from '../../src/ftp/protocol/requests';
import type { ServerSetup } from '../../src/ftp/server/session/session';
import type { ClientSetup } from '../../src/ftp/user/session';
import { clients, servers } from '../profiles';

export const learner = { name: 'learner', password: 'portcall', uid: 2001, gid: 2001, group: 'learner' };

export const settings: ServerSettings = {
  activeDataPort: 'ephemeral',
  passiveRange: [50020, 50045],
  passiveAddress: null,
  allowForeignPortAddress: false,
  activeConnectTimeout: null,
  passiveAcceptTimeout: null,
  idleTimeout: null,
  readOnly: false,
  tls: 'off',
};

/** With FTP's own data port, and times to wait. */
export const timed: ServerSettings = {
  ...settings,
  activeDataPort: 20,
  activeConnectTimeout: 20,
  passiveAcceptTimeout: 20,
  idleTimeout: 60,
};

export const serverSetup = (
  server: string,
  chosen: ServerSettings = timed,
  accounts: ServerSetup['accounts'] = [learner],
): ServerSetup =>
  serverProgram({ profile: servers[server]!, accounts, settings: chosen }).machines['pi']!.input as ServerSetup;

export const clientSetup = (
  client: string,
  work: readonly Action[],
  chosen: Partial<ClientSettings> = {},
): ClientSetup =>
  clientProgram({
    profile: clients[client]!,
    server: { name: 'ftp.example.test', address: '198.51.100.21', port: 21 },
    user: learner.name,
    password: learner.password,
    dataMode: 'PASV',
    ipVersion: 4,
    work,
    settings: { connectTimeout: null, skipPasvAddress: null, ...chosen },
  }).machines['pi']!.input as ClientSetup;
