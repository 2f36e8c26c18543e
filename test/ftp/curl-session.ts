/** Whole sessions of curl with vsftpd, from connect to exit, without TCP. */
import { clientProgram, serverProgram, type ClientOptions, type ServerOptions } from '../../src/ftp/programs';
import { clients, servers } from '../profiles';
import type { ServerSettings } from '../../src/ftp/protocol/requests';
import { converse } from './loop';
import type { LoopHost } from './loop-parts';
import { learner, timed } from './setups';
import { harbour, uploads } from './store';

export const settings: ServerSettings = { ...timed, idleTimeout: null };

export function session(
  client: Partial<ClientOptions>,
  server: Partial<ServerSettings> = {},
  more: Parameters<typeof converse>[3] = {},
  serve: Partial<ServerOptions> = {},
) {
  const v6 = client.ipVersion === 6;
  const address = v6 ? '2001:db8:2::21' : '198.51.100.21';
  const offered = serverProgram({
    profile: servers['vsftpd']!,
    accounts: [learner],
    settings: { ...settings, ...server },
    ...serve,
  });
  const ours: LoopHost = {
    name: 'client',
    address: v6 ? '2001:db8:1::10' : '203.0.113.10',
    files: uploads,
    nextPort: 40036,
  };
  const theirs: LoopHost = {
    name: 'server',
    address,
    files: harbour,
    nextPort: 44132,
    service: { port: 21, program: offered },
  };
  const program = clientProgram({
    profile: clients['curl']!,
    server: { name: 'ftp.example.test', address, port: 21 },
    user: 'learner',
    password: 'portcall',
    dataMode: 'PASV',
    ipVersion: 4,
    work: [{ op: 'list', path: '/' }],
    settings: { connectTimeout: 20, skipPasvAddress: null },
    ...client,
  });
  return { ...converse(program, ours, theirs, more), client: ours, server: theirs };
}

export const login = [
  '< 220 (vsFTPd 3.0.3)',
  '> USER learner',
  '< 331 Please specify the password.',
  '> PASS portcall',
  '< 230 Login successful.',
  '> PWD',
  '< 257 "/" is the current directory',
];
export const bye = ['> QUIT', '< 221 Goodbye.'];
/** What follows the login and comes before QUIT. */
export const middle = ({ dialogue }: { dialogue: string[] }) =>
  dialogue.slice(login.length, dialogue.lastIndexOf('> QUIT'));

export const listing = [
  '-rw-r--r--    1 2001     2001        40000 Jan 15  2024 chart.bin',
  'drwxr-xr-x    2 2001     2001         4096 Jan 15  2024 docs',
  '-rw-r--r--    1 2001     2001          300 Jan 15  2024 hello.txt',
  '----------    1 0        0              13 Jan 15  2024 locked.txt',
  '',
].join('\r\n');
