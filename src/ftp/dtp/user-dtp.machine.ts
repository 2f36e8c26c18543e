/**
 * The user's data transfer process (RFC 959 section 2.3): dials the address that a 227 or 229 named, or waits on a port
 * of its own for the server to call, and moves a file. A download ends when the server closes; an upload when it closes
 * itself.
 *
 * Octets that come before the plan asks for them are kept. TLS is put on the connection when the plan says so, always
 * as the TLS client (RFC 4217 section 7); then a download ends with the server's close_notify. Left out: MODE B and C,
 * restart markers.
 */
import { setup } from 'xstate';
import type { Command, MachineEvent } from '../../machine/contract';
import type { StateOf } from '../../machine/config';
import { bridge, bridgeGuards, defineModel, held, type Types } from '../../machine/model';
import { anyTime, binding, dialling, lost, open, unopened } from './shared-rows';
import { guards, initial, rules, type UserDtp } from './user-dtp-rules';

/** In whatever state. The last row is `*`'s, which an event that is named at the same node hides. */
const connectOrListen = [
  { guard: 'asked to connect', target: '.CONNECTING', actions: 'dial' },
  { guard: 'asked to listen', target: '.BINDING', actions: 'bind' },
  { guard: 'asked to forget', target: '.IDLE', actions: 'forget' },
  { actions: 'note' },
] as const;

const machine = setup({
  types: {} as Types<UserDtp, MachineEvent, Command, null>,
  actions: bridge(rules),
  guards: bridgeGuards(guards),
}).createMachine({
  id: 'user-DTP',
  initial: 'IDLE',
  context: held(initial),
  on: {
    called: connectOrListen,
    ...anyTime,
    '*': { actions: 'note' },
  },
  states: {
    IDLE: {
      meta: { rfc: 'RFC 959 3.2' },
    },
    BINDING: {
      meta: { rfc: 'RFC 959 4.1.2 PORT' },
      on: binding,
    },
    LISTENING: {
      meta: { rfc: 'RFC 959 4.1.2 PORT' },
      on: { called: { guard: 'asked to accept', target: 'ACCEPTING', actions: 'take' } },
    },
    ACCEPTING: {
      meta: { rfc: 'RFC 959 3.2' },
      on: {
        accepted: { guard: 'ours', target: 'OPEN', actions: 'tellAccepted' },
        ...unopened,
      },
    },
    CONNECTING: {
      meta: { rfc: 'RFC 959 4.1.2 PASV' },
      on: dialling,
    },
    OPEN: {
      meta: { rfc: 'RFC 959 3.2' },
      on: {
        called: [
          { guard: 'asked to secure', target: 'SECURING', actions: 'secure' },
          { guard: 'unwraps and asked to receive what came', target: 'UNSECURING', actions: 'finishAtOnce' },
          { guard: 'unwraps and asked to send nothing', target: 'UNSECURING', actions: 'finishSending' },
          { guard: 'asked to receive what came', target: 'IDLE', actions: 'finishAtOnce' },
          { guard: 'asked to receive', target: 'RECEIVING', actions: 'receive' },
          { guard: 'asked to taste what came', actions: 'tasteAtOnce' },
          { guard: 'asked to taste', target: 'TASTING', actions: 'await' },
          { guard: 'asked to send nothing', target: 'IDLE', actions: 'finishSending' },
          { guard: 'asked to send', target: 'SENDING', actions: 'send' },
        ],
        ...open,
      },
    },
    SECURING: {
      meta: { rfc: 'RFC 4217 7' },
      on: {
        secured: { guard: 'ours', target: 'OPEN', actions: 'tellSecured' },
        peerClosed: { guard: 'ours', actions: 'letGo' },
        ...lost,
      },
    },
    UNSECURING: {
      meta: { rfc: 'RFC 8446 6.1; RFC 4217 7' },
      on: {
        unsecured: { guard: 'ours', target: 'IDLE', actions: 'tellLast' },
        peerClosed: { guard: 'ours', actions: 'letGo' },
        received: { guard: 'ours', actions: 'letGo' },
        ...lost,
      },
    },
    TASTING: {
      meta: { rfc: 'RFC 959 4.1.3 ABOR' },
      on: {
        received: { guard: 'ours', target: 'OPEN', actions: 'taste' },
        peerClosed: { guard: 'ours', target: 'IDLE', actions: 'finish' },
        ...lost,
        timeout: { guard: 'stall', target: 'IDLE', actions: 'tellStalled' },
      },
    },
    RECEIVING: {
      meta: { rfc: 'RFC 959 3.4.1; 4.1.3 RETR' },
      on: {
        received: { guard: 'ours', actions: 'keep' },
        peerClosed: [
          { guard: 'unwraps', target: 'UNSECURING', actions: 'finish' },
          { guard: 'ours', target: 'IDLE', actions: 'finish' },
        ],
        ...lost,
        timeout: { guard: 'stall', target: 'IDLE', actions: 'tellStalled' },
      },
    },
    SENDING: {
      meta: { rfc: 'RFC 959 3.4.1; 4.1.3 STOR' },
      on: {
        drained: [
          { guard: 'unwraps', target: 'UNSECURING', actions: 'finishSending' },
          { guard: 'ours', target: 'IDLE', actions: 'finishSending' },
        ],
        peerClosed: { guard: 'ours', actions: 'noteEnd' },
        ...lost,
      },
    },
  },
});

export type UserDtpStates = StateOf<typeof machine>;

export const userDtp = defineModel<UserDtp, MachineEvent, Command, null>(machine, () => initial);
