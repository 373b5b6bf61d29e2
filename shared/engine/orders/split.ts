import type { Level, OrderChanges, Protection, Trail } from '../../domain/order.ts';
import { wholeLots } from '../lots.ts';
import type { Dealer } from './dealer.ts';
import type { Family, RestingOrder } from './resting-order.ts';
import type { Aim } from './targets.ts';

/** Lots that a split may be off by rounding. */
const SLACK = 1e-6;

/** Turns orders as a split turns what they are for: `ratio` units at a price that much lower. One that is for less than a lot then is dropped. */
export function splitOrders(orders: readonly RestingOrder[], ratio: number, dealer: Dealer): void {
  if (ratio === 1) return;
  const brackets = new Set<Family>();
  for (const order of orders) {
    splitOrder(order, ratio);
    const { bracket, within } = order.terms ?? {};
    for (const asleep of bracket?.asleep ?? []) splitOrder(asleep, ratio);
    if (bracket !== undefined) brackets.add(bracket);
    if (within !== undefined) brackets.add(within);
  }
  for (const bracket of brackets) bracket.split(ratio);
  for (const order of orders) if (order.lots === 0) dealer.drop(order, 'BELOW_LOT');
}

/** A target's exits at prices of their own are of the prices before. */
export function splitAim(aim: Aim, ratio: number): Aim {
  return ratio === 1 || aim.protection === undefined ? aim : { ...aim, protection: splitProtection(aim.protection, ratio) };
}

/** What a request or a change says, in units and prices after the split. */
export function splitChanges<Changes extends OrderChanges>(changes: Changes, ratio: number): Changes {
  if (ratio === 1) return changes;
  const { quantity, limitPrice, stopPrice, trail }: OrderChanges = changes;
  return {
    ...changes,
    ...(quantity !== undefined && { quantity: quantity * ratio }),
    ...(limitPrice !== undefined && { limitPrice: limitPrice / ratio }),
    ...(stopPrice !== undefined && { stopPrice: stopPrice / ratio }),
    ...(trail !== undefined && { trail: splitTrail(trail, ratio) }),
  };
}

function splitOrder(order: RestingOrder, ratio: number): void {
  const { terms, protection } = order;
  order.lots = Math.sign(order.lots) * Math.floor(Math.abs(order.lots) * ratio + SLACK);
  order.limitPrice /= ratio;
  order.stopPrice /= ratio;
  order.request = splitChanges(order.request, ratio);
  if (protection !== undefined) order.protection = splitProtection(protection, ratio);
  if (terms === undefined) return;
  terms.trail?.split(ratio);
  terms.displayLots = terms.displayLots === Infinity ? Infinity : Math.max(1, wholeLots(terms.displayLots * ratio, 1));
}

function splitProtection({ stopLoss, takeProfit, trailingStop }: Protection, ratio: number): Protection {
  return {
    ...(stopLoss !== undefined && { stopLoss: splitLevel(stopLoss, ratio) }),
    ...(takeProfit !== undefined && { takeProfit: splitLevel(takeProfit, ratio) }),
    ...(trailingStop !== undefined && { trailingStop: splitTrail(trailingStop, ratio) }),
  };
}

function splitTrail(trail: Trail, ratio: number): Trail {
  const { activation } = trail;
  const distance = 'offset' in trail ? { offset: trail.offset / ratio } : 'ratio' in trail ? { ratio: trail.ratio } : trail;
  return { ...distance, ...(activation !== undefined && { activation: splitLevel(activation, ratio) }) };
}

function splitLevel(level: Level, ratio: number): Level {
  if ('price' in level) return { price: level.price / ratio };
  return 'offset' in level ? { offset: level.offset / ratio } : level;
}
