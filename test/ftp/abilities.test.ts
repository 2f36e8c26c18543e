/** What a client is said to have a way to do before its profile is loaded: the plans of its profile. */
import { expect, test } from 'vitest';
import { abilities } from '../../src/ftp/profiles/abilities';
import { clients } from '../profiles';

test.each(Object.entries(clients))('%s', (name, { plans }) =>
  expect([...(abilities[name as keyof typeof abilities] ?? [])].sort()).toEqual(
    Object.keys(plans)
      .filter((plan) => plan !== 'leave')
      .sort(),
  ),
);
