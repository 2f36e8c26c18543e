/** Servers as the tests set them up: one account, a range of passive ports, nothing that only time would bring. */
import { serverProgram } from '../../src/ftp/programs';
import type { ServerSettings } from '../../src/ftp/protocol/requests';
import type { ServerSetup } from '../../src/ftp/server/session/session';
import { servers } from '../profiles';

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
