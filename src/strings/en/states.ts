/** What a machine's state means, by the machine and the state's own name. Loaded with what shows machines. */
import type { StateWords } from '../state-words';
import { serverDtp, serverPi, userDtp, userPi } from './states/ftp';
import { firewall, flow, helper, mapping } from './states/middlebox';
import { bystander, scanner, thief } from './states/strangers';
import { tcp } from './states/tcp';
import { tlsClient, tlsServer } from './states/tls';

const words: StateWords = {
  TCP: tcp,
  'user-PI': userPi,
  'user-DTP': userDtp,
  'server-PI': serverPi,
  'server-DTP': serverDtp,
  'tls-client': tlsClient,
  'tls-server': tlsServer,
  firewall,
  flow,
  mapping,
  helper,
  scanner,
  bystander,
  thief,
};

export const stateWords: Readonly<Record<keyof StateWords, Readonly<Record<string, string>>>> = words;
