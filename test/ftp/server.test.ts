import { test } from 'vitest'
import { serverPi } from '../../src/ftp/server-pi.machine'
import { serverDtp } from '../../src/ftp/server-dtp.machine'
import { servers } from '../../src/ftp/programs'
import { prepareReplies, type ServerSetup } from '../../src/ftp/server-session'
import { transcript } from './transcript'

const profile = servers['vsftpd']!
const input: ServerSetup = {
  profile, replies: prepareReplies(profile), accounts: [{ name: 'learner', password: 'portcall', uid: 2001, gid: 2001, group: 'learner' }],
  settings: {
    activeDataPort: 20, passiveRange: [50020, 50045], passiveAddress: null, allowForeignPortAddress: false, activeConnectTimeout: 20, passiveAcceptTimeout: 20,
    idleTimeout: 60, readOnly: false,
  },
}
const login = `
  !  accepted
  =  WAIT-USER
`
test('x', () => transcript(serverPi, input, `${login}
  <- USER learner
  =  WAIT-PASS
  <- PASS portcall
  =  READY
  <- PASV
  =  BINDING
  () listening {"local":{"address":"198.51.100.21","port":50020}}
  =  READY
  <- RETR hello.txt
  =  OPENING
  <- NOOP
  =  OPENING
  () opened
  =  TRANSFERRING
  () sent {"size":300}
  =  CLOSING
  () closed
  =  READY
  <- PORT 203,0,113,10,156,200
  =  READY
  <- LIST
  =  OPENING
  () opened
  =  TRANSFERRING
  () sent {"size":264}
  =  READY
  () closed
  =  READY
  <- PORT 203,0,113,10,156,200
  =  READY
  <- STOR notes.txt
  =  OPENING
  () opened
  =  TRANSFERRING
  () ended {"size":180}
  =  CLOSING
  () closed
  =  READY
  <- QUIT
  =  ENDED
`))
test('y', () => transcript(serverDtp, null, `
  () listen {"address":"198.51.100.21","port":{"from":50020,"to":50045}}
  = x
  !  listening passive-1 50020
  = x
  () open {"remote":null,"local":null,"peer":"203.0.113.10","patience":20000000,"stall":300000000}
  = x
`))
