import { test } from 'vitest'
import { client, meet, octets, server, converse } from './ends'
test('x', () => {
  const { one, other } = meet(client(), server())
  console.log(one.state, other.state, one.states.join(' '), '|', other.states.join(' '), one.of('failed'), other.of('failed'))
  one.step({ type: 'SEND', octets: octets('hello') }); converse(one, other)
  console.log(other.text, one.heard.join(' '), other.heard.join(' '), one.facts)
})
