/** What stands in listings: LIST as servers of Unix write it, NLST, facts, and the answer to FEAT. */
import type { FactField } from '../../../wire/ftp/fact-line';
import type { LineField } from '../../../wire/ftp/forms';
import { told, type FieldFacts, type Fields } from '../../explained';
import { sectionOf, verbWords } from './ftp-verbs';

/** RFC 959 leaves the form open; what servers send is what ls -l prints. */
const LS = 'unofficial: as ls -l; RFC 959 section 4.1.3';
const FACTS = 'RFC 3659 section';

/** Features that are no commands. */
const FEATURES: Readonly<Record<string, readonly [string, string]>> = {
  UTF8: ['Names of files are in UTF-8.', 'RFC 2640 section 3'],
  TVFS: ['Paths are made of names between slashes, whatever the system has.', 'RFC 3659 section 6'],
  IDLE: ['The time until an idle session ends can be set, by SITE IDLE.', 'unofficial'],
  ESTA: ['Tells of the firewall around a server; of Pure-FTPd alone.', 'unofficial'],
  ESTP: ['As ESTA, for passive mode; of Pure-FTPd alone.', 'unofficial'],
  SPSV: ['An old form of EPSV; of Pure-FTPd alone.', 'unofficial'],
  SSCN: ['The server can be the TLS client of a data connection, between two servers.', 'unofficial'],
  MFF: ['Facts of a file can be set.', 'draft-somers-ftp-mfxx section 5'],
  EPRT: ['Active mode over IPv6 too.', 'RFC 2428 section 2'],
  RANG: ['A transfer can be of a part of a file, by RANG.', 'draft-bryan-ftp-range'],
};

/** What stands behind a feature. */
const PARAMETERS: Readonly<Record<string, readonly [string, string]>> = {
  MLST: ['The facts that it can tell; those with an asterisk it tells unasked.', 'RFC 3659 section 7.8'],
  MFF: ['The facts that it can set.', 'draft-somers-ftp-mfxx section 5'],
  REST: ['STREAM: the place to begin at is counted in octets of the stream.', 'RFC 3659 section 5.2'],
  AUTH: ['The mechanisms that AUTH takes.', 'RFC 4217 section 6'],
  LANG: ['Languages by their tags; an asterisk marks the one in use.', 'RFC 2640 section 4.3'],
};

const featureOf = ({ feature }: FieldFacts) => FEATURES[String(feature)];
const asCommand = (facts: FieldFacts): string | undefined => {
  const words = verbWords[String(facts['feature'])];
  return words === undefined ? undefined : `The server knows this command. ${words}`;
};

const TYPES: Readonly<Record<string, string>> = {
  '-': 'A hyphen: a file.',
  d: 'd: a directory.',
  l: 'l: a symbolic link.',
};

export const listWords: Fields<`list.${LineField | 'space'}` | FactField> = {
  'list.space': told('Keeps two columns apart.', LS),
  'list.LIST.type': told(
    ({ text }) => TYPES[String(text)] ?? 'Something of the system that is neither file nor directory.',
    LS,
  ),
  'list.LIST.permissions': told('Who may read, write and execute: its owner, its group, everybody else.', LS),
  'list.LIST.links': told('How many names it has; of a directory, two and one for each directory in it.', LS),
  'list.LIST.owner': told('Whose it is, by name or by number.', LS),
  'list.LIST.group': told('Its group.', LS),
  'list.LIST.size': told('Octets; of a directory, what the file system keeps it in.', LS),
  'list.LIST.date': told(
    'When it was changed: the time of day if within half a year, else the year. In which zone it does not say.',
    LS,
  ),
  'list.LIST.name': told('Its name: all up to the end of the line.', LS),
  'list.NLST.name': told('A name, and nothing else on the line.', 'RFC 959 section 4.1.3, RFC 1123 section 4.1.2.7'),
  'list.FEAT.feature': told(
    (facts) => featureOf(facts)?.[0] ?? asCommand(facts) ?? 'A feature that no document read here has.',
    (facts) => featureOf(facts)?.[1] ?? sectionOf(String(facts['feature'])) ?? 'RFC 2389 section 3.2',
  ),
  'list.FEAT.parameters': told(
    ({ feature }) => PARAMETERS[String(feature)]?.[0] ?? 'What belongs to the feature, in a form of its own.',
    ({ feature }) => PARAMETERS[String(feature)]?.[1] ?? 'RFC 2389 section 3.2',
  ),
  'fact.type': told(
    'What it is: file, dir for a directory, cdir for the one that is listed, pdir for its parent.',
    `${FACTS} 7.5.1`,
  ),
  'fact.size': told('Its size in octets.', `${FACTS} 7.5.7`),
  'fact.sizd': told('The size of a directory, as some servers tell it.', 'unofficial'),
  'fact.modify': told('When it was last changed, in UTC.', `${FACTS} 7.5.3`),
  'fact.create': told('When it was made, in UTC.', `${FACTS} 7.5.4`),
  'fact.perm': told(
    'What this user may do, a letter each: r read, w write, a append, d delete, f rename; of a directory e enter, ' +
      'l list, c create in it, m make directories, p delete in it.',
    `${FACTS} 7.5.5`,
  ),
  'fact.unique': told('Two names with the same value here are one and the same file.', `${FACTS} 7.5.2`),
  'fact.lang': told("The language of the file's contents.", `${FACTS} 7.5.6`),
  'fact.media-type': told('What the file is, as in MIME.', `${FACTS} 7.5.8`),
  'fact.charset': told('The character set of the file.', `${FACTS} 7.5.9`),
  'fact.unix.mode': told('The permissions as an octal number.', `unofficial; ${FACTS} 7.6`),
  'fact.unix.uid': told('Whose it is, as a number.', `unofficial; ${FACTS} 7.6`),
  'fact.unix.gid': told('Its group, as a number.', `unofficial; ${FACTS} 7.6`),
  'fact.unix.owner': told('Its owner, as the system has it.', `unofficial; ${FACTS} 7.6`),
  'fact.unix.group': told('The group, as the system has it.', `unofficial; ${FACTS} 7.6`),
  'fact.unix.ownername': told("The owner's name.", `unofficial; ${FACTS} 7.6`),
  'fact.unix.groupname': told("The group's name.", `unofficial; ${FACTS} 7.6`),
  'fact.other': told('A fact that is not known here: passed over.', `${FACTS} 7.2`),
  'fact.space': told('One space: behind it the name begins. Before the facts of MLST another stands.', `${FACTS} 7.2`),
  'fact.name': told('The name: all up to the end of the line, spaces too.', `${FACTS} 7.2`),
};
