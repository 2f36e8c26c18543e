/** The profiles there are, by name. */
import curl from './curl-openssl.json';
import ftplib from './ftplib-openssl.json';
import filezilla from './gnutls-filezilla.json';
import lftp from './gnutls-lftp.json';
import sClient from './openssl-s-client.json';
import proftpd from './proftpd-openssl.json';
import pureftpd from './pureftpd-openssl.json';
import vsftpd from './vsftpd-openssl.json';
import type { ClientProfile, ServerProfile } from './profile';

export const clientProfiles = {
  'gnutls-filezilla': filezilla as unknown as ClientProfile,
  'curl-openssl': curl as unknown as ClientProfile,
  'ftplib-openssl': ftplib as unknown as ClientProfile,
  'gnutls-lftp': lftp as unknown as ClientProfile,
  'openssl-s-client': sClient as unknown as ClientProfile,
} as const;

export const serverProfiles = {
  'vsftpd-openssl': vsftpd as unknown as ServerProfile,
  'proftpd-openssl': proftpd as unknown as ServerProfile,
  'pureftpd-openssl': pureftpd as unknown as ServerProfile,
} as const;
