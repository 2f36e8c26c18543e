/** The user's data transfer process with TLS, and what a client calls its failures. */
import { expect, test } from 'vitest';
import { checkClientProfile } from '../../src/ftp/user/profile-check';
import { userDtp } from '../../src/ftp/dtp/user-dtp.machine';
import { clients } from '../profiles';
import { transcript } from './transcript';

test("the user's data transfer process unwraps: it closes after the server's farewell", () =>
  transcript(
    userDtp,
    null,
    `
    () connect {"remote":{"address":"198.51.100.21","port":50020}}
       open data-1 data {"address":"198.51.100.21","port":50020}
    =  CONNECTING
    !  secured data-1
       note the data transfer process has no use for 'secured' now
    =  CONNECTING
    !  opened data-1
       () opened
    =  OPEN
    () secure {"farewell":false,"unwraps":true}
       secure data-1 tls-client {"name":"data-1","farewell":false}
    =  SECURING
    !  secured data-9
       note the data transfer process has no use for 'secured' now
    =  SECURING
    !  secured data-1 {"version":"1.3"}
       () dataSecured {"facts":{"version":"1.3"}}
    =  OPEN
    !  resumable data-1 TICKET
       () resumable {"kept":{"session":"TICKET","once":false}}
    =  OPEN
    () receive {"path":"/hello.txt","node":{}}
    =  RECEIVING
    <~ Hello
    =  RECEIVING
    !  peerClosed data-1
       change write /hello.txt
       unsecure data-1
    =  UNSECURING
    !  peerClosed data-1
    =  UNSECURING
    !  unsecured data-1
       close data-1
       () ended {"size":5}
    =  IDLE
`,
  ));

test('a farewell that never came: what arrived is kept, and the fault told', () =>
  transcript(
    userDtp,
    null,
    `
    () connect {"remote":{"address":"198.51.100.21","port":50020},"noDelay":true}
       open data-1 data {"address":"198.51.100.21","port":50020}
    =  CONNECTING
    !  opened data-1
       option data-1 true
       () opened
    =  OPEN
    () secure {"session":"TICKET"}
       secure data-1 tls-client {"name":"data-1","session":"TICKET"}
    =  SECURING
    !  secured data-1
       () dataSecured {"facts":{}}
    =  OPEN
    () receive {"path":"/hello.txt","node":{}}
    =  RECEIVING
    <~ Hel
    =  RECEIVING
    !  broken data-1 truncated
       change write /hello.txt
       close data-1
       () dataInsecure {"fault":{"name":"truncated"},"size":3}
    =  IDLE
    () connect {"remote":{"address":"198.51.100.21","port":50021}}
       open data-2 data {"address":"198.51.100.21","port":50021}
    =  CONNECTING
    !  opened data-2
       () opened
    =  OPEN
    () secure
       secure data-2 tls-client {"name":"data-2"}
    =  SECURING
    !  broken data-2 handshake_failure alert
       close data-2
       () dataInsecure {"fault":{"name":"handshake_failure","detail":"alert"},"size":0}
    =  IDLE
`,
  ));

test('a client that knows TLS has a word for whatever TLS fails with', () => {
  const secured = Object.values(clients).filter(({ tls }) => tls !== undefined);
  expect(secured.map(({ name }) => name)).toEqual(['curl', 'lftp', 'ftplib', 'FileZilla', 'openssl']);
  for (const { tlsErrors = {}, anytime } of secured) {
    expect(Object.keys(tlsErrors)).toEqual(expect.arrayContaining(['stranger', 'handshake_ended']));
    expect(Object.keys(anytime)).toContain('insecure');
  }
});

test('mistakes about TLS are named with their place', () => {
  const broken = { ...clients['ftplib']!, resumes: 'sometimes', tlsErrors: { stranger: 7 } };
  expect(checkClientProfile(broken)).toEqual([
    '/resumes: found "sometimes", expected control or last',
    '/tlsErrors/stranger: expected a text',
  ]);
});
