/** Every profile at once, for tests; the page and the command line load what a scenario needs. */
import type { ClientProfile } from '../src/ftp/profiles/client-profile';
import type { ServerProfile } from '../src/ftp/profiles/server-profile';
import curl from '../src/ftp/profiles/curl.json';
import filezilla from '../src/ftp/profiles/filezilla.json';
import ftpExe from '../src/ftp/profiles/ftp.exe.json';
import ftplib from '../src/ftp/profiles/ftplib.json';
import lftp from '../src/ftp/profiles/lftp.json';
import proftpd from '../src/ftp/profiles/proftpd.json';
import openssl from '../src/ftp/profiles/openssl.json';
import pureFtpd from '../src/ftp/profiles/pure-ftpd.json';
import tnftp from '../src/ftp/profiles/tnftp.json';
import vsftpd from '../src/ftp/profiles/vsftpd.json';

export const clients = { curl, lftp, tnftp, ftplib, filezilla, 'ftp.exe': ftpExe, openssl } as unknown as Readonly<
  Record<string, ClientProfile>
>;
export const servers = { vsftpd, proftpd, 'pure-ftpd': pureFtpd } as unknown as Readonly<Record<string, ServerProfile>>;
