/** Clients that ask for TLS, for the tests of what they do then. */
import { clientProgram } from '../../src/ftp/programs';
import type { ClientSetup } from '../../src/ftp/user/session';
import type { Action, Security } from '../../src/ftp/protocol/requests';
import { clients } from '../profiles';

export const explicit: Security = {
  how: 'explicit',
  protectData: true,
  sessionReuse: true,
  clearControlAfterLogin: false,
};

export const setupOf = (client: string, security: Security, ...work: readonly Action[]): ClientSetup =>
  clientProgram({
    profile: clients[client]!,
    server: { name: 'ftp.example.test', address: '198.51.100.21', port: 21 },
    user: 'learner',
    password: 'portcall',
    dataMode: 'PASV',
    ipVersion: 4,
    work,
    settings: { connectTimeout: null, skipPasvAddress: null, security },
  }).machines['pi']!.input as ClientSetup;
