/** The client's habits and settings. */
import type { clientKnobs } from '../../../scenario/knobs/rows/client';
import type { WordsOf } from '../../knob-words';

export const clientWords: WordsOf<typeof clientKnobs> = {
  'client.software': {
    label: 'Client',
    sentence: 'Whose habits the client has; those of FileZilla and ftp.exe are told by others and not verified here.',
    reference: 'recordings of curl 7.88.1, lftp 4.9.2, tnftp 20210827 and Python 3.11',
  },
  'client.connectPort': {
    label: 'Port the client calls',
    sentence: 'The server port that the client dials for the control connection.',
    reference: 'RFC 959 5.2; IANA',
  },
  'client.place': {
    label: 'Where the client is',
    sentence: "Whether the client comes over the Internet, or stands on the server's own network.",
    reference: 'RFC 1918 3; RFC 5382 7.2',
  },
  'client.called': {
    label: 'Where the name leads',
    sentence: "Whether on the server's network its name leads to the public address, or to its own (a split DNS).",
    reference: 'RFC 2775 3.8',
  },
  'client.connectTimeout': {
    label: 'Connect timeout',
    sentence: 'How long the client waits for a connection to open; none leaves the program its own patience.',
    reference: 'curl(1) --connect-timeout',
  },
  'client.skipPasvAddress': {
    label: 'Ignores the address in 227',
    sentence:
      "Whether the client dials the control connection's address instead of the one in the 227 reply; " +
      'none leaves the program its habit.',
    reference: 'curl(1) --ftp-skip-pasv-ip',
    exposes: { false: 'the client dials whatever address a server names' },
  },
  'client.maxTime': {
    label: 'Time for an action',
    sentence:
      'How long an action may take in all before the client gives it up; none waits as long as the ' +
      'program does by itself.',
    reference: 'curl(1) --max-time',
  },
  'client.ftpMethod': {
    label: 'Way to a file',
    sentence:
      'How curl comes to a file in a folder: CWD for each folder of the way, one CWD for the whole way, or none and ' +
      'the whole way in the command; none is its habit, the first.',
    reference: 'curl(1) --ftp-method',
  },
  'client.createDirs': {
    label: 'Makes missing folders',
    sentence: 'Whether curl makes the folders on the way to a file that are not there.',
    reference: 'curl(1) --ftp-create-dirs',
  },
  'client.keepAlive': {
    label: 'Keep-alive',
    sentence:
      "After how long a silence the client's TCP asks whether the other end is still there, which edges take for " +
      'traffic; none never asks.',
    reference: 'RFC 9293 3.8.4; RFC 1122 4.2.3.6; curl(1) --keepalive-time',
  },
  'client.noop': {
    label: 'NOOP as keep-alive',
    sentence:
      'Every how many seconds the client says NOOP so that nobody takes it for idle: lftp while a file is under ' +
      'way, FileZilla between two; none never does.',
    reference: 'RFC 959 4.1.3; lftp(1) ftp:nop-interval; FileZilla, Send FTP keep-alive commands',
  },
  'client.ephemeralPorts': {
    label: "Client's ephemeral ports",
    sentence: "From which ports the client's kernel draws when a program asks for any.",
    reference: 'RFC 6335 6; Linux ip_local_port_range',
  },
};
