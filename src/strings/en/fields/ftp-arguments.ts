/** What the arguments of each command say. */
import type { ArgumentField } from '../../../wire/ftp/forms';
import { told, type FieldFacts, type Fields } from '../../explained';

const R959 = 'RFC 959 section';
const R3659 = 'RFC 3659 section';
const R4217 = 'RFC 4217 section';

/** A sentence by the letter that stands there. */
const byLetter = (letters: Readonly<Record<string, string>>) => (facts: FieldFacts) =>
  letters[String(facts['text']).toUpperCase()] ?? letters[''] ?? '';

const TYPES = {
  A: 'A, ASCII: lines of text, each ending in CR LF on the way, whatever the system ends them with.',
  E: 'E, EBCDIC: text in the code of IBM mainframes, between two of them.',
  I: 'I, image: octet by octet as the file has them. The one to take for all that is not text.',
  L: 'L, local: bytes of as many bits as the number behind says.',
  '': 'A, E, I or L: text, EBCDIC text, octets as they are, or bytes of so many bits.',
};
const STRUCTURES = {
  F: 'F, file: octets one after the other, without an inner form.',
  R: 'R, record: made of records, as some systems keep text.',
  P: 'P, page: made of numbered pages with holes between.',
  '': 'F, R or P: a file without form, of records, or of pages.',
};
const MODES = {
  S: 'S, stream: the octets as they are; the end of the connection is the end of the file.',
  B: 'B, block: in blocks with a header each, so that one connection can carry many files.',
  C: 'C, compressed: blocks in which octets that repeat are counted.',
  '': 'S, B or C: as a stream, in blocks, or compressed.',
};
const LEVELS = {
  C: 'C, clear: data connections are not protected.',
  S: 'S, safe: proof that data are whole, without secrecy; TLS does not have it by itself.',
  E: 'E, confidential: secrecy alone; not with TLS.',
  P: 'P, private: each data connection has a TLS handshake of its own, then all is sealed.',
  '': 'C, S, E or P: clear, safe, confidential or private.',
};

export const argumentWords: Fields<`ftp.${ArgumentField}`> = {
  'ftp.USER.name': told(
    "The user's name. To log in as nobody in particular one says anonymous.",
    `${R959} 4.1.1, RFC 1635`,
  ),
  'ftp.PASS.password': told('The password itself, letter by letter.', `${R959} 4.1.1`),
  'ftp.ACCT.account': told('The account, in whatever form the system has.', `${R959} 4.1.1`),
  'ftp.PORT.h1': told("The first number of the client's IPv4 address, its highest octet.", `${R959}s 4.1.2 and 5.3.2`),
  'ftp.PORT.h2': told("The second number of the client's address.", `${R959}s 4.1.2 and 5.3.2`),
  'ftp.PORT.h3': told("The third number of the client's address.", `${R959}s 4.1.2 and 5.3.2`),
  'ftp.PORT.h4': told(
    "The last number of the client's address. A NAT that does not read this lets a private one pass.",
    `${R959}s 4.1.2 and 5.3.2`,
  ),
  'ftp.PORT.p1': told(
    'The high octet of the port on which the client listens: it counts 256 times.',
    `${R959}s 4.1.2 and 5.3.2`,
  ),
  'ftp.PORT.p2': told(
    'The low octet of that port: added, it makes the port that the server will dial.',
    `${R959}s 4.1.2 and 5.3.2`,
  ),
  'ftp.EPRT.protocol': told('The family of the address: 1 for IPv4, 2 for IPv6.', 'RFC 2428 section 2'),
  'ftp.EPRT.address': told('Where the client listens, as one writes an address of that family.', 'RFC 2428 section 2'),
  'ftp.EPRT.port': told('The port on which it listens, as one number: nothing to work out.', 'RFC 2428 section 2'),
  'ftp.EPSV.protocol': told(
    'The family in which the client would dial, 1 or 2; ALL says that it will use nothing but EPSV from here on.',
    'RFC 2428 sections 3 and 4',
  ),
  'ftp.TYPE.type': told(byLetter(TYPES), `${R959} 3.1.1`),
  'ftp.TYPE.second': told(
    'Beside A or E: N, T or C for how lines are set on a printer. Beside L: bits in a byte.',
    `${R959}s 3.1.1.4 and 3.1.1.5`,
  ),
  'ftp.STRU.structure': told(byLetter(STRUCTURES), `${R959} 3.1.2`),
  'ftp.MODE.mode': told(byLetter(MODES), `${R959} 3.4`),
  'ftp.REST.marker': told(
    'The place to begin at: in stream mode so many octets from the beginning of the file.',
    `${R3659} 5.1`,
  ),
  'ftp.ALLO.size': told('How many bytes the file will take.', `${R959} 4.1.3`),
  'ftp.ALLO.record': told('The longest record or page of it, in bytes.', `${R959} 4.1.3`),
  'ftp.AUTH.mechanism': told(
    'TLS is the name to use. SSL was never registered: servers have understood it in more than one way.',
    `RFC 2228 section 3, ${R4217} 4`,
  ),
  'ftp.PBSZ.size': told('0 with TLS: its records need no buffer that could be agreed on.', `${R4217} 9`),
  'ftp.PROT.level': told(byLetter(LEVELS), `RFC 2228 section 3, ${R4217} 9`),
  'ftp.OPTS.command': told('The command, or the feature, whose behaviour is to be set.', 'RFC 2389 section 4'),
  'ftp.OPTS.options': told(
    'What that command says of its options: the facts that MLST is to tell, or whether names are in UTF-8.',
    `RFC 2389 section 4, ${R3659} 7.9`,
  ),
  'ftp.SITE.command': told("A command of this server's own, beneath SITE.", `${R959} 4.1.3`),
  'ftp.SITE.arguments': told("What the server's own command needs.", `${R959} 4.1.3`),
  'ftp.MFMT.time': told(
    'The time to set: year, month, day, hour, minute, second, in UTC.',
    'draft-somers-ftp-mfxx 3.1',
  ),
  'ftp.MFMT.path': told('The file whose time is set.', 'draft-somers-ftp-mfxx 3.1'),
  'ftp.HOST.host': told('The name that the user typed, as in TLS its server_name is.', 'RFC 7151 section 3'),
  'ftp.LANG.tag': told('A language by its tag: en, de-CH.', 'RFC 2640 section 4.1'),
  'ftp.CLNT.program': told("The program's name and version.", 'unofficial'),
  'ftp.CSID.program': told('Name=value; pairs about the program.', 'unofficial'),
  'ftp.PRET.command': told('The transfer that will come.', 'unofficial'),
  'ftp.PRET.path': told('The file of the transfer that will come.', 'unofficial'),
  'ftp.HELP.topic': told('What help is wanted about: commonly a command.', `${R959} 4.1.3`),
  'ftp.LIST.options': told(
    "Options as Unix's ls has them; no document gives them to LIST, and some servers take them for a name.",
    'unofficial',
  ),
  'ftp.LIST.path': told('The directory, or the file, that is to be listed.', `${R959} 4.1.3`),
  'ftp.NLST.options': told('Options of ls, which no document gives to NLST either.', 'unofficial'),
  'ftp.NLST.path': told('The directory whose names are wanted.', `${R959} 4.1.3, RFC 1123 section 4.1.2.7`),
  'ftp.CWD.path': told('The directory to go to.', `${R959} 4.1.1`),
  'ftp.XCWD.path': told('The directory to go to, under the old name.', 'RFC 775'),
  'ftp.SMNT.path': told('The file system to mount.', `${R959} 4.1.1`),
  'ftp.RETR.path': told('The file that is wanted.', `${R959} 4.1.3`),
  'ftp.STOR.path': told('The name under which the file is to stand.', `${R959} 4.1.3`),
  'ftp.STOU.path': told('A hint for the name, which RFC 959 does not have.', 'unofficial'),
  'ftp.APPE.path': told('The file that is to become longer; it is made where there is none.', `${R959} 4.1.3`),
  'ftp.DELE.path': told('The file to be deleted.', `${R959} 4.1.3`),
  'ftp.RNFR.path': told('The name that the file has.', `${R959} 4.1.3`),
  'ftp.RNTO.path': told('The name that it is to have.', `${R959} 4.1.3`),
  'ftp.MKD.path': told('The directory to be made.', `${R959} 4.1.3`),
  'ftp.XMKD.path': told('The directory to be made, under the old name.', 'RFC 775'),
  'ftp.RMD.path': told('The directory to be removed: it must be empty, for most servers.', `${R959} 4.1.3`),
  'ftp.XRMD.path': told('The directory to be removed, under the old name.', 'RFC 775'),
  'ftp.STAT.path': told('What to list on the control connection.', `${R959} 4.1.3`),
  'ftp.SIZE.path': told('The file whose size is asked for.', `${R3659} 4.1`),
  'ftp.MDTM.path': told('The file whose time is asked for.', `${R3659} 3.1`),
  'ftp.MLST.path': told('The file whose facts are asked for; without one, the directory one is in.', `${R3659} 7.1`),
  'ftp.MLSD.path': told('The directory to be listed for a program.', `${R3659} 7.1`),
};
