/** The control connection's lines as the client sends and reads them: by the trace, and by tshark from a capture. */
import { entriesOf, type Trace } from '../../src/trace/trace';
import { packetFields } from './tshark';

export const dialogueOf = (trace: Trace): readonly string[] =>
  entriesOf(trace, 'message')
    .filter(({ node }) => node === 'client')
    .map(({ message }) => {
      if (message.kind === 'request')
        return ['>', message.name, message.argument].filter((part) => part !== null).join(' ');
      return message.kind === 'reply' ? ['<', message.code, ...message.lines].join(' ') : `? ${message.text}`;
    });

const FIELDS = ['ftp.request.command', 'ftp.request.arg', 'ftp.response.code', 'ftp.response.arg'] as const;

/** Inside TLS too, where tshark has the keys. */
export const dialogueIn = (capture: Uint8Array): readonly string[] =>
  packetFields(capture, 'ftp.request || ftp.response', FIELDS).flatMap((found) => {
    const [verbs, codes] = [found['ftp.request.command'], found['ftp.response.code']];
    return [
      ...verbs.map((verb, i) => ['>', verb, ...found['ftp.request.arg'].slice(i, i + 1)].join(' ')),
      ...codes.map((digits, i) => ['<', digits, ...found['ftp.response.arg'].slice(i, i + 1)].join(' ')),
    ];
  });
