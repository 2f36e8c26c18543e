/**
 * The server's protocol interpreter (RFC 959 section 2.3): greets, logs a user in, obeys commands one after another and
 * replies to each; its data transfer process moves what is to be moved.
 *
 * Its states are the phases of a session alone (phases.ts), and its configuration is generated from three typed tables
 * that are the rule: what each phase answers, how each verb is obeyed and where it leads (rules.ts), what the data
 * transfer process says and when it matters (heard.ts). Which verb needs what stands in verbs.ts, the words and manners
 * in the profile.
 *
 * One process serves one control connection. What it does with commands while a transfer runs is its manners' business
 * (during.ts): most servers read none until it is over. With TLS (RFC 4217) it waits for a handshake after AUTH, on a
 * data connection after 150, and for farewells after CCC (security.ts).
 */
import { setup } from 'xstate';
import type { Command, MachineEvent } from '../../machine/contract';
import { bridge, bridgeGuards, defineModel, held, type Types } from '../../machine/model';
import { NO_OCTETS } from '../../wire/octets';
import { interpreter } from '../protocol/planned-step';
import { table } from './phases';
import type { ServerPhase, ServerPi, ServerRegion, ServerSetup, Turn } from './session/session';

const nowhere = { address: '', port: 0 };

const begun = (input: ServerSetup): ServerPi => ({
  setup: input,
  rest: NO_OCTETS,
  waiting: [],
  held: NO_OCTETS,
  urgent: false,
  peerClosed: false,
  control: 'clear',
  protection: input.settings.tls === 'implicit' ? 'P' : 'C',
  sessions: [],
  parting: null,
  local: nowhere,
  remote: nowhere,
  peers: { all: 1, address: 1 },
  heard: 0,
  user: null,
  account: null,
  failures: 0,
  directory: '/',
  type: input.profile.transfer.firstType,
  restart: 0,
  renameFrom: null,
  extendedOnly: false,
  mask: null,
  idle: null,
  facts: input.profile.facts?.names ?? [],
  uploaded: 0,
  downloaded: 0,
  stored: 0,
  lastCode: 0,
  offer: null,
  beyondRange: false,
  binding: '',
  transfer: null,
});

const { states, on, rules, guards } = interpreter<ServerPhase, ServerPi, Turn, ServerRegion>(
  table,
  (phase, session, event) => ({ phase, session: { ...session }, event, commands: [] }),
);

const machine = setup({
  types: {} as Types<ServerPi, MachineEvent, Command, ServerSetup>,
  actions: bridge(rules),
  guards: bridgeGuards(guards),
}).createMachine({
  id: 'server-PI',
  initial: 'WAIT-CONNECTION',
  context: ({ input }) => held(begun(input)),
  on,
  states,
});

export const serverPi = defineModel<ServerPi, MachineEvent, Command, ServerSetup>(machine, begun);
