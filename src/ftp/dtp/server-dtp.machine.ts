/**
 * The server's data transfer process (RFC 959 section 2.3): it waits on a port or dials one, as its protocol
 * interpreter says, and moves a file over the data connection. The end of a file is the close of the connection, since
 * MODE is S (section 3.4.1).
 *
 * The kernel completes handshakes on a listener by itself; the process takes one when a transfer command has been found
 * good. So a connection that no transfer ever used is reset when its listener goes. Where there is a rate to keep, it
 * moves a block and rests, and after each rest the protocol interpreter says whether to go on.
 *
 * Left out: MODE B and C, STRU R and P, restart markers.
 */
import { setup } from 'xstate';
import type { Command, MachineEvent } from '../../machine/contract';
import type { StateOf } from '../../machine/config';
import { bridge, bridgeGuards, defineModel, held, type Types } from '../../machine/model';
import { common } from './data-connection';
import { guards } from './server-dtp-guards';
import { moving } from './server-dtp-moving';
import { leaving, opening } from './server-dtp-opening';
import { initial, type ServerDtp } from './server-dtp-state';
import { securing } from './server-dtp-tls';
import { anyTime, binding, dialling, lost, open, unopened } from './shared-rows';

const rules = { ...common, ...opening, ...moving, ...leaving, ...securing };

const forgotten = { guard: 'asked to forget', target: 'IDLE', actions: 'forget' } as const;
const listenOrDial = [
  { guard: 'asked to listen', target: 'BINDING', actions: 'bind' },
  { guard: 'asked to dial', target: 'CONNECTING', actions: 'dial' },
  forgotten,
] as const;
const closing = [
  { guard: 'asked to linger', target: 'LINGERING', actions: 'shut' },
  { guard: 'asked to close', target: 'CLOSING', actions: 'close' },
  { guard: 'asked to abort', target: 'LINGERING', actions: 'abort' },
  forgotten,
] as const;
const stall = [
  { guard: 'moved since', actions: 'watchOn' },
  { guard: 'for moving', actions: 'tellStalled' },
] as const;
const rfc = 'RFC 959 3.2';

const machine = setup({
  types: {} as Types<ServerDtp, MachineEvent, Command, null>,
  actions: bridge<ServerDtp, MachineEvent, Command, keyof typeof rules>(rules),
  guards: bridgeGuards(guards),
}).createMachine({
  id: 'server-DTP',
  initial: 'IDLE',
  context: held(initial),
  on: {
    ...anyTime,
    timeout: { actions: 'letGo' },
    '*': { actions: 'note' },
  },
  states: {
    IDLE: {
      meta: { rfc },
      on: {
        called: [
          ...listenOrDial,
          { guard: 'asked to close', actions: 'letGo' },
          { guard: 'asked to abort', actions: 'tellClosed' },
        ],
      },
    },
    BINDING: {
      meta: { rfc: 'RFC 959 4.1.2 PASV' },
      on: {
        ...binding,
        called: listenOrDial,
      },
    },
    LISTENING: {
      meta: { rfc: 'RFC 959 4.1.2 PASV' },
      on: { called: [...listenOrDial, { guard: 'asked to accept', target: 'ACCEPTING', actions: 'take' }] },
    },
    ACCEPTING: {
      meta: { rfc },
      on: {
        accepted: [
          { guard: 'stranger', target: 'IDLE', actions: 'turnAway' },
          { guard: 'ours', target: 'OPEN', actions: 'tellOpened' },
        ],
        ...unopened,
        timeout: { guard: 'for connecting', target: 'IDLE', actions: 'giveUp' },
        called: forgotten,
      },
    },
    CONNECTING: {
      meta: { rfc: 'RFC 959 4.1.2 PORT' },
      on: {
        ...dialling,
        timeout: { guard: 'for connecting', target: 'IDLE', actions: 'giveUp' },
        called: forgotten,
      },
    },
    OPEN: {
      meta: { rfc },
      on: {
        called: [
          { guard: 'asked to send nothing', actions: 'sendNothing' },
          { guard: 'asked to send', target: 'SENDING', actions: 'send' },
          { guard: 'asked to receive too much', actions: 'fullAtOnce' },
          { guard: 'asked to receive what came', actions: 'finishAtOnce' },
          { guard: 'asked to receive', target: 'RECEIVING', actions: 'receive' },
          { guard: 'asked to secure what is over', actions: 'tellNotSecured' },
          { guard: 'asked to secure', target: 'SECURING', actions: 'secure' },
          { guard: 'asked to part', target: 'PARTING', actions: 'part' },
          ...closing,
        ],
        ...open,
      },
    },
    SECURING: {
      meta: { rfc: 'RFC 4217 7; 12.6' },
      on: {
        secured: { guard: 'ours', target: 'OPEN', actions: 'tellSecured' },
        broken: { guard: 'ours', target: 'OPEN', actions: 'tellNotSecured' },
        peerClosed: { guard: 'ours', target: 'OPEN', actions: 'tellNotSecured' },
        failed: { guard: 'ours', target: 'IDLE', actions: 'tellNotSecured' },
        timeout: { guard: 'for moving', actions: 'tellStalled' },
        called: closing,
      },
    },
    PARTING: {
      meta: { rfc: 'RFC 4217 12.6; RFC 8446 6.1' },
      on: {
        unsecured: { guard: 'ours', target: 'OPEN', actions: 'tellParted' },
        broken: { guard: 'ours', target: 'OPEN', actions: 'tellParted' },
        peerClosed: { guard: 'ours', actions: 'noteEnd' },
        failed: { guard: 'ours', target: 'OPEN', actions: 'tellParted' },
        timeout: { guard: 'for moving', actions: 'tellStalled' },
        called: forgotten,
      },
    },
    SENDING: {
      meta: { rfc: 'RFC 959 4.1.3 RETR' },
      on: {
        drained: [
          { guard: 'ours, and too fast to go on', target: 'RESTING', actions: 'rest' },
          { guard: 'ours, and not the end', actions: 'sendMore' },
          { guard: 'ours', target: 'OPEN', actions: 'tellSent' },
        ],
        peerClosed: { guard: 'ours', actions: 'noteEnd' },
        ...lost,
        timeout: stall,
        called: closing,
      },
    },
    RECEIVING: {
      meta: { rfc: 'RFC 959 4.1.3 STOR' },
      on: {
        received: [
          { guard: 'ours, and too much', target: 'OPEN', actions: 'tellFull' },
          { guard: 'ours, and too fast', target: 'RESTING', actions: 'restReading' },
          { guard: 'ours', actions: 'keep' },
        ],
        peerClosed: { guard: 'ours', target: 'OPEN', actions: 'finish' },
        ...lost,
        timeout: stall,
        called: closing,
      },
    },
    RESTING: {
      meta: { rfc: 'not of any RFC' },
      on: {
        timeout: { guard: 'for resting', actions: 'tellProgress' },
        peerClosed: { guard: 'ours', actions: 'noteEnd' },
        failed: { guard: 'ours', actions: 'noteBroken' },
        received: { guard: 'ours', actions: 'keep' },
        called: [
          { guard: 'asked to abort what is broken', target: 'IDLE', actions: 'abortBroken' },
          { guard: 'asked to proceed though broken', target: 'IDLE', actions: 'tellBroken' },
          { guard: 'asked to proceed at the end', target: 'OPEN', actions: 'finishRested' },
          { guard: 'asked to proceed with reading', target: 'RECEIVING', actions: 'readOn' },
          { guard: 'asked to proceed', target: 'SENDING', actions: 'sendMore' },
          ...closing,
        ],
      },
    },
    LINGERING: {
      meta: { rfc: 'RFC 959 3.2; RFC 9293 3.6' },
      on: {
        peerClosed: { guard: 'ours', target: 'IDLE', actions: 'closeAfterPeer' },
        failed: { guard: 'ours', target: 'IDLE', actions: 'tellGone' },
        timeout: { guard: 'for the peer', target: 'IDLE', actions: 'closeAfterPeer' },
        received: { guard: 'ours', actions: 'letGo' },
        called: forgotten,
      },
    },
    CLOSING: {
      meta: { rfc: 'RFC 959 3.2; RFC 9293 3.6' },
      on: {
        closed: { guard: 'ours', target: 'IDLE', actions: 'tellClosed' },
        failed: { guard: 'ours', target: 'IDLE', actions: 'tellClosed' },
        called: listenOrDial,
      },
    },
  },
});

export type ServerDtpStates = StateOf<typeof machine>;

export const serverDtp = defineModel<ServerDtp, MachineEvent, Command, null>(machine, () => initial);
