/**
 * What each client has a way to do: the plans of its profile, by name, for whoever must know before the profile is
 * loaded. A test holds both to be the same.
 */
import type { Action } from '../protocol/requests';
import type { ClientName } from './client-profile';

type Op = Action['op'];

const always = ['login', 'list', 'get', 'put', 'quote'] as const;
const files = ['nlst', 'resume-get', 'delete', 'rename', 'mkdir', 'rmdir', 'type'] as const;

export const abilities: Readonly<Record<ClientName, readonly Op[]>> = {
  curl: [...always, 'nlst', 'mlsd', 'resume-get', 'resume-put'],
  lftp: [...always, ...files, 'resume-put', 'cd', 'wait', 'mget', 'mput', 'mirror', 'pget'],
  tnftp: [...always, ...files, 'mlsd', 'cd', 'wait', 'mget', 'mput', 'relogin'],
  ftplib: [...always, ...files, 'mlsd', 'resume-put', 'cd', 'wait', 'transfer', 'abort', 'second-login'],
  filezilla: [...always, 'cd', 'wait'],
  'ftp.exe': [...always, 'cd'],
  openssl: ['login', 'wait'],
};
