/** The user's data transfer process asked for a taste; the features that a client reads. */
import { describe, expect, test } from 'vitest';
import { chosenFacts, featureFacts } from '../../src/ftp/user/features';
import { userDtp } from '../../src/ftp/dtp/user-dtp.machine';
import { open, transcript } from './transcript';

describe('the data transfer process, asked for a taste', () => {
  test('tells of the first octets, stops reading, and resets what it leaves unread', () =>
    transcript(
      userDtp,
      null,
      `${open}
    () taste {"octets":10,"patience":1000000}
       arm stall 1000000
    =  TASTING
    <~ more than ten octets
       cancel stall
       pause data-1
       () arrived
    =  OPEN
    () forget
       cancel stall
       abort data-1
    =  IDLE
  `,
    ));
  test('closes when there was no more', () =>
    transcript(
      userDtp,
      null,
      `${open}
    <~ few
    =  OPEN
    () taste {"octets":10}
       pause data-1
       () arrived
    =  OPEN
    () forget
       close data-1
    =  IDLE
  `,
    ));
  test('a transfer that stands still is given up, and each octet gives it new time', () =>
    transcript(
      userDtp,
      null,
      `${open}
    () receive {"path":"/hello.txt","node":{},"patience":1000000}
       arm stall 1000000
    =  RECEIVING
    <~ Hello
       arm stall 1000000
    =  RECEIVING
    !  timeout stall
       change write /hello.txt
       close data-1
       () stalled
    =  IDLE
  `,
    ));
});

describe('features', () => {
  test('are the lines between, with what stands after the name', () =>
    expect(featureFacts('211-Features:\n SIZE\n MLST type*;size*;\n REST STREAM\n211 End')).toEqual({
      'feature.SIZE': 'yes',
      'feature.MLST': 'type*;size*;',
      'feature.REST': 'STREAM',
    }));
  test('are none in a refusal', () => expect(featureFacts('500 What?')).toEqual({}));
  test.each([
    ['type*;size*;unique*;', 'type;size;'],
    ['type*;size*;', ''],
    ['type*;size;', 'type;size;'],
    ['unique*;', ''],
    ['', ''],
  ])('of the facts %s, type and size are asked for as %s', (listed, chosen) =>
    expect(chosenFacts(listed, ['type', 'size', 'perm'])).toBe(chosen),
  );
});
