import { expect, test } from 'vitest';
import { LeaseBook } from '../../../../shared/application/collect/lease-plan.ts';
import type { Lease } from '../../../../shared/ports/lease-store.ts';

const NAMES = ['a', 'b', 'c', 'd'];
const lease = (instrument: string, owner: string, counter = 1): Lease => ({ instrument, owner, counter, watermarkUs: 0 });
const names = (leases: readonly Lease[]) => leases.map(({ instrument }) => instrument);

test('[MD-13] the first collector takes every instrument', () => {
  const plan = new LeaseBook('me', 10).plan(NAMES, [], 0);
  expect(names(plan.take)).toEqual(NAMES);
  expect(plan.take.map(({ counter }) => counter)).toEqual([0, 0, 0, 0]);
});

test('[MD-13] a second collector takes nothing that is held, and the first gives back what is beyond its share', () => {
  const held = NAMES.map((name) => lease(name, 'first'));
  expect(new LeaseBook('second', 10).plan(NAMES, held, 0)).toEqual({ renew: [], take: [], release: [] });
  const joined = [lease('a', 'first'), lease('b', 'first'), lease('c', 'first'), lease('d', '')];
  expect(names(new LeaseBook('second', 10).plan(NAMES, joined, 0).take)).toEqual(['d']);
  const uneven = [lease('a', 'first'), lease('b', 'first'), lease('c', 'first'), lease('d', 'second')];
  const plan = new LeaseBook('first', 10).plan(NAMES, uneven, 0);
  expect([names(plan.renew), names(plan.release)]).toEqual([['a', 'b'], ['c']]);
});

test('[MD-13] a lease whose counter stands still for the whole time is taken, one that moves is not', () => {
  const book = new LeaseBook('me', 10);
  const others = (counter: number) => [
    lease('a', 'dead', 5),
    lease('b', 'alive', counter),
    lease('c', 'alive', counter),
    lease('d', 'me', counter),
  ];
  expect(names(book.plan(NAMES, others(1), 0).take)).toEqual([]);
  expect(names(book.plan(NAMES, others(2), 9).take)).toEqual([]);
  expect(names(book.plan(NAMES, others(3), 10).take)).toEqual(['a']);
});

test('[MD-13] shares that cannot be equal are not passed back and forth', () => {
  const three = ['a', 'b', 'c'];
  const held = [lease('a', 'one'), lease('b', 'one'), lease('c', 'two')];
  for (const self of ['one', 'two']) expect(new LeaseBook(self, 10).plan(three, held, 0).release).toEqual([]);
});

test('[MD-14] where not all can be carried, the most important are, and one that comes in takes the place of the least', () => {
  const book = new LeaseBook('me', 10, 2);
  expect(names(book.plan(NAMES, [], 0).take)).toEqual(['a', 'b']);
  const held = [lease('a', 'me'), lease('b', 'me')];
  const plan = book.plan(['z', ...NAMES], held, 1);
  expect([names(plan.renew), names(plan.release), names(plan.take)]).toEqual([['a'], ['b'], ['z']]);
  const other = [lease('a', 'you'), lease('b', 'you')];
  expect(names(book.plan(NAMES, other, 2).take)).toEqual(['c', 'd']);
});

test('[MD-14] what is no longer wanted is given back', () => {
  const held = NAMES.map((name) => lease(name, 'me'));
  const plan = new LeaseBook('me', 10).plan(['b', 'd'], held, 0);
  expect([names(plan.renew), names(plan.release), names(plan.take)]).toEqual([['b', 'd'], ['a', 'c'], []]);
});
