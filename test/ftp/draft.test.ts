import { harbour } from './loop'
import { test } from 'vitest'
import { writeFileSync } from 'node:fs'
import { serverPi } from '../../src/ftp/server-pi.machine'
import { serverDtp } from '../../src/ftp/server-dtp.machine'
import { userPi } from '../../src/ftp/user-pi.machine'
import { userDtp } from '../../src/ftp/user-dtp.machine'
import { servers, clients, clientProgram } from '../../src/ftp/programs'
import { prepareReplies } from '../../src/ftp/server-session'
import { play } from './transcript'
const profile = servers['vsftpd']!
const input = (settings = {}) => ({
  profile, replies: prepareReplies(profile), accounts: [{ name: 'learner', password: 'portcall', uid: 2001, gid: 2001, group: 'learner' }],
  settings: { activeDataPort: 20 as const, passiveRange: [50020, 50045] as const, passiveAddress: null, allowForeignPortAddress: false, activeConnectTimeout: 20, passiveAcceptTimeout: 20, idleTimeout: 60, readOnly: false, ...settings },
})
const client = (more = {}) => clientProgram({ profile: clients['curl']!, server: { name: 'ftp.example.test', address: '198.51.100.21', port: 21 }, user: 'learner', password: 'portcall', dataMode: 'PASV', ipVersion: 4, work: [{ op: 'get', path: 'docs/manual.txt' }], settings: { connectTimeout: 20, skipPasvAddress: null }, ...more }).machines['pi']!.input as never
const out: string[] = []
const draw = (title: string, model: never, input: unknown, script: string) => test(title, () => {
  out.push(`## ${title}\n` + play(model, input as never, script.split('\n').map((l) => l.trim()).filter((l) => l), harbour).join('\n')); writeFileSync('/tmp/w/drafts.txt', out.join('\n\n'))
})
draw('login', serverPi as never, input(), `
!  accepted
= x
<- RETR hello.txt
= x
<- PASS portcall
=
<- USER learner
=
<- PASS wrong
=
<- NOSUCH
=
<- USER learner
=
<- PASS portcall
=
<- USER root
=
!  timeout idle
=`)
draw('three wrong', serverPi as never, input(), `
!  accepted
=
<- USER learner
=
<- PASS a
=
<- USER learner
=
<- PASS b
=
<- USER learner
=
<- PASS c
=`)
const log = `
!  accepted
=
<- USER learner
=
<- PASS portcall
=
`
draw('manners', serverPi as never, input(), `${log}
<- PORT 203,0,113,99,31,144
=
<- PORT 203,0,113,10,0,80
=
<- PORT 203,0,113,10
=
<- EPRT |2|2001:db8::1|50000|
=
<- EPRT |1|203.0.113.10|50000|
=
<- LIST
=
() unopened {"reason":"ECONNREFUSED"}
=
<- LIST
=
<- EPSV 2
=
<- EPSV ALL
=
<- PASV
=
`)
draw('dtp accept', serverDtp as never, null, `
() listen {"address":"198.51.100.21","port":{"from":50020,"to":50045}}
=
!  listening passive-1 50020
=
() open {"remote":null,"local":null,"peer":"203.0.113.10","patience":20000000,"stall":300000000}
=
!  accepted passive-1
=
() send {"octets":[1]}
=
!  drained data-1
=
() close
=
!  closed data-1
=`)
draw('dtp stranger', serverDtp as never, null, `
() listen {"address":"198.51.100.21","port":{"from":50020,"to":50045}}
=
!  listening passive-1 50020
=
() open {"remote":null,"local":null,"peer":"203.0.113.10","patience":20000000,"stall":300000000}
=
!  accepted passive-1 203.0.113.99
=`)
draw('dtp patience', serverDtp as never, null, `
() open {"remote":{"address":"203.0.113.10","port":40036},"local":null,"peer":null,"patience":20000000,"stall":300000000}
=
!  timeout patience
=
() open {"remote":{"address":"203.0.113.10","port":40036},"local":null,"peer":null,"patience":20000000,"stall":300000000}
=
!  failed data-2 ECONNREFUSED
=
() close
=
() send {"octets":[]}
=`)
draw('user dtp', userDtp as never, null, `
() connect {"remote":{"address":"198.51.100.21","port":50020}}
=
!  opened data-1
=
<~ Hello
=
!  peerClosed data-1
=
() receive {"path":"/hello.txt","node":{}}
=
!  closed data-1
=
() listen {"address":"203.0.113.10"}
=
!  listening active-2 40037
=
() accept
=
() forget
=
!  drained data-9
=
!  peerClosed data-9
=`)
draw('user pi', userPi as never, client(), `
!  started
=
!  opened control
=
<- 220 ready
=
<- 331 password
=
<- 230 in
=
<- 257 "/" is it
=
<- 250 there
=
<- 227 (10,0,0,21,195,100)
=
() opened
=
<- 200 type
=
<- 213 14
=
<- 150 here
=
() ended {"size":14}
=
<- 226 done
=
<- 221 bye
=`)
draw('idle', serverPi as never, input(), `${log}
+  59
!  timeout idle
=
+  1
!  timeout idle
=
`)
draw('session', serverPi as never, input(), `${log}
<- PASV
=
() listening {"local":{"address":"198.51.100.21","port":50020}}
=
# busy
<- RETR hello.txt
=
<- NOOP
=
() opened
=
() sent {"size":300}
=
() closed
=
# active
<- PORT 203,0,113,10,156,200
=
<- LIST
=
() opened
=
() sent {"size":264}
=
() closed
=
# upload
<- PORT 203,0,113,10,156,200
=
<- STOR notes.txt
=
() opened
=
!  peerClosed control
=
() ended {"size":180}
=
() closed
=
`)
draw('421', userPi as never, client(), `
!  started
=
!  opened control
=
<- 421 too many
=`)
