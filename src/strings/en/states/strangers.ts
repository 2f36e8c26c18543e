/** The states of those who are there besides: a scanner, a bystander, a thief. */
import type { StateWords } from '../../state-words';

export const scanner: StateWords['scanner'] = {
  READY: 'Nothing is probed yet.',
  PROBING: 'A probe is on its way; an answer, an error or silence will tell.',
  RESTING: 'A port is done with; the next probe waits its time.',
  DONE: 'All ports are told.',
};

export const bystander: StateWords['bystander'] = {
  READING: 'Reads what comes.',
  ENDED: 'The peer has gone.',
};

export const thief: StateWords['thief'] = {
  IDLE: 'Has not begun.',
  DIALLING: 'Dials the port on which the server may wait, and dials again when nobody does.',
  SECURING: "Is connected in the client's place, and makes a TLS handshake of his own.",
  HOLDING: "Is connected in the client's place, and takes what comes.",
  ENDED: 'Has what he could get, or has given up.',
};
