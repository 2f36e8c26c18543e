/** What is said of FTP's octets, of Telnet's among them, and of what goes over data connections. */
import type { FtpField } from '../../../wire/ftp/anatomy';
import type { DataField } from '../../../wire/ftp/data-spans';
import { told, type FieldFacts, type Fields } from '../../explained';
import { argumentWords } from './ftp-arguments';
import { listWords } from './ftp-listings';
import { codes, firstDigit, secondDigit } from './ftp-replies';
import { sectionOf, verbWords } from './ftp-verbs';

const R959 = 'RFC 959 section';

const verbOf = (facts: FieldFacts): string => String(facts['verb']);
const codeOf = (facts: FieldFacts) => codes[Number(facts['reply'])];
const UNKNOWN_CODE = 'No document has this code: a client goes by the first digit alone.';

const TELNET: Readonly<Record<string, string>> = {
  'IAC IP': 'Interrupt process: look at once at what comes, though a transfer is under way.',
  'IAC DM': 'Data mark: up to here the connection was to be read ahead of all else; urgent data points to it.',
};

export const ftp: Fields<FtpField | DataField> = {
  'ftp.verb': told(
    (facts) => verbWords[verbOf(facts)] ?? 'A command that no document read here has.',
    (facts) => sectionOf(verbOf(facts)) ?? `${R959} 5.3`,
  ),
  'ftp.space': told('Ends the verb; what follows is its argument.', `${R959} 5.3`),
  'ftp.comma': told('Stands between the numbers of an address and a port.', `${R959} 5.3.2`),
  'ftp.delimiter': told(
    'Stands before, between and behind the parts: any sign will do that is in none of them.',
    'RFC 2428 section 2',
  ),
  'ftp.between': told('Stands between two parts of an argument.', `${R959} 5.3.1`),
  'ftp.argument': told(
    (facts) => `An argument of ${verbOf(facts)}, in no form that is written down for it.`,
    `${R959} 5.3.1`,
  ),
  'ftp.stray': told('No command: a verb of letters is to be at the front.', `${R959} 5.3`),
  ...argumentWords,
  'reply.first': told((facts) => firstDigit[Number(facts['digit'])] ?? '', `${R959} 4.2.1`),
  'reply.second': told(
    (facts) => secondDigit[Number(facts['digit'])] ?? `${String(facts['digit'])}: a group that no document has.`,
    `${R959} 4.2.1`,
  ),
  'reply.third': told(
    (facts) => {
      const code = codeOf(facts);
      return code ? `Tells replies of a group apart. ${String(facts['reply'])}: ${code[0]}.` : UNKNOWN_CODE;
    },
    (facts) => codeOf(facts)?.[1] ?? 'RFC 1123 section 4.1.2.11',
  ),
  'reply.last': told('A space: this is the only line of the reply, or its last.', `${R959} 4.2`),
  'reply.more': told(
    'A hyphen: more lines follow, up to the one that has the same three digits and a space.',
    `${R959} 4.2`,
  ),
  'reply.text': told('For a person. A program goes by the three digits: no two servers say it alike.', `${R959} 4.2`),
  'reply.line': told('A line within the reply: anything, but for the same three digits and a space.', `${R959} 4.2`),
  'reply.stray': told('No reply: three digits are to be at the front.', `${R959} 4.2`),
  'reply.213.time': told(
    'When the file was changed: year, month, day, hour, minute, second, in UTC.',
    'RFC 3659 section 3.1',
  ),
  'reply.213.size': told('Octets that a transfer would take in the present TYPE.', 'RFC 3659 section 4.1'),
  'reply.215.system': told(
    'The system by its registered name; many servers say UNIX whatever they run on.',
    `${R959} 4.1.3`,
  ),
  'reply.227.h1': told('The first number of the address that the client is to dial.', `${R959} 4.1.2`),
  'reply.227.h2': told('The second number of the address to dial.', `${R959} 4.1.2`),
  'reply.227.h3': told('The third number of the address to dial.', `${R959} 4.1.2`),
  'reply.227.h4': told(
    'The last number of it. Many clients pass over the address and dial the one that they know.',
    `${R959} 4.1.2, RFC 1123 section 4.1.2.6`,
  ),
  'reply.227.p1': told("The high octet of the server's port: it counts 256 times.", `${R959} 4.1.2`),
  'reply.227.p2': told('The low octet: added, it makes the port that the client will dial.', `${R959} 4.1.2`),
  'reply.229.left_out': told(
    'Three delimiters with nothing between: family and address are left out, since they are those of this connection.',
    'RFC 2428 section 3',
  ),
  'reply.229.port': told('The port that the client is to dial, as one number.', 'RFC 2428 section 3'),
  'reply.229.end': told('The delimiter once more: here the port ends.', 'RFC 2428 section 3'),
  'reply.257.path': told('The path; a double quote within it is written twice.', `${R959} 4.1.3, RFC 959 appendix II`),
  ...listWords,
  'line.end': told('CR LF, the end of a line as Telnet has it.', `${R959} 5.3, RFC 854`),
  'line.feed': told(
    'LF alone: no end of a line by the documents, which many programs take for one.',
    'RFC 1123 section 3.3.1',
  ),
  'telnet.command': told(
    (facts) =>
      TELNET[String(facts['command'])] ?? `A command of Telnet, ${String(facts['command'])}: FTP has no use for it.`,
    `RFC 854, ${R959} 4.1.3`,
  ),
  'telnet.option': told(
    'An option of Telnet that somebody offers or asks for: FTP refuses every one.',
    'RFC 1123 section 4.1.2.12',
  ),
  'telnet.stray': told('Octet 255 before no command of Telnet.', 'RFC 854'),
  'data.file': told(
    'The file itself, without a header or a name. In stream mode it ends where the connection ends.',
    `${R959} 3.4.1`,
  ),
  'data.line': told('A line of a listing, in no form that is read here.', `${R959} 4.1.3`),
};
