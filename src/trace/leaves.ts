/**
 * What a saved trace is made of, each with its bounds: no number in an opened file may make a reader loop, allocate or
 * draw beyond what a run of this program could have left.
 */
import { isAddress } from '../wire/packet/address';
import { either, dictionary, flag, list, maybe, must, nullable, number, record, text, whole } from './shape';

/** Of octets and of things counted; a trace itself is smaller (wire/caps.ts). */
export const COUNT = 2 ** 32 - 1;
/** Microseconds: 115 days, which no run and no timer comes to. */
export const time = whole(0, 10 ** 13);
/** Years 0 to 9999 in seconds from 1970, which is what MFMT can say (RFC 3659 section 2.3). */
export const DATES = [-62_167_219_200, 253_402_300_799] as const;

export const port = whole(0, 65_535);
export const sequence = whole(0, 0xffffffff);
/** A number that points at something in a list; that it is there is asked separately (file.ts). */
export const index = whole(0, COUNT);

const everyones: readonly string[] = Object.getOwnPropertyNames(Object.prototype);

/** What readers look up in tables of their own: never one that every object has. */
export const name = must(
  { type: 'string', maxLength: 200, not: { enum: everyones } },
  (value) => typeof value === 'string' && value.length <= 200 && !everyones.includes(value),
  'a name',
);

export const address = must(
  { type: 'string', pattern: '^[0-9a-f.:]{2,45}$' },
  (value) => typeof value === 'string' && isAddress(value),
  'an IPv4 or IPv6 address',
);
export const endpoint = record({ address, port });

const action = record({
  op: text,
  path: maybe(text),
  bytes: maybe(nullable(index)),
  line: maybe(text),
  continue: maybe(flag),
  seconds: maybe(index),
  style: maybe(text),
  technique: maybe(text),
  ports: maybe(list(port)),
});

/** What a knob may hold: its own row says the rest, when the scenario is taken up again. */
export const knobValue = nullable(either(text, flag, list(index), list(action), number));

export const knobValues = dictionary(knobValue);

const fact = nullable(either(text, flag, number, list(either(text, number))));

/** A code and its facts; some facts are reasons themselves. */
const plainReason = record({ code: name }, fact);
const nestedReason = record({ code: name }, either(fact, plainReason));
export const reason = record({ code: name }, either(fact, nestedReason));
