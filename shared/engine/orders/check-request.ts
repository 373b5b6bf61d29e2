import { type Level, type OrderRequest, type Protection, TIMES_IN_FORCE, type Trail } from '../../domain/order.ts';
import { EngineError } from '../error.ts';

/** Throws `EngineError` unless quantity, prices and terms make an order. */
export function checkRequest(request: OrderRequest): void {
  positive('quantity', request.quantity);
  if ('limitPrice' in request) positive('limitPrice', request.limitPrice);
  if ('stopPrice' in request) positive('stopPrice', request.stopPrice);
  if (request.type === 'trailing-stop') checkTrail('trail', request.trail);
  if (request.type !== 'market' || request.timeInForce !== undefined || request.expiresUs !== undefined) checkTerms(request);
}

/** Throws `EngineError` unless every distance and price is a positive finite number. */
export function checkProtection({ stopLoss, takeProfit, trailingStop }: Protection): void {
  if (stopLoss !== undefined) checkLevel('stopLoss', stopLoss);
  if (takeProfit !== undefined) checkLevel('takeProfit', takeProfit);
  if (trailingStop !== undefined) checkTrail('trailingStop', trailingStop);
}

function checkTerms({ type, timeInForce, expiresUs, postOnly, displayQuantity }: OrderRequest): void {
  if (timeInForce !== undefined && !TIMES_IN_FORCE.includes(timeInForce)) {
    throw new EngineError('timeInForce', `order timeInForce is "${String(timeInForce)}", but must be one of ${TIMES_IN_FORCE.join(', ')}`);
  }
  if ((timeInForce === 'GTD') !== (expiresUs !== undefined)) {
    throw new EngineError('expiresUs', 'order expiresUs and timeInForce GTD go together: give both or neither');
  }
  if (expiresUs !== undefined) positive('expiresUs', expiresUs);
  const atOnce = timeInForce === 'IOC' || timeInForce === 'FOK';
  if (atOnce && type !== 'market' && type !== 'limit') {
    throw new EngineError('timeInForce', `order timeInForce ${timeInForce} is for market and limit orders, but the order is a ${type}`);
  }
  if (postOnly && (type !== 'limit' || atOnce)) {
    throw new EngineError('postOnly', `order postOnly is for limit orders that rest, but the order is a ${type} ${timeInForce ?? 'GTC'}`);
  }
  if (displayQuantity === undefined) return;
  positive('displayQuantity', displayQuantity);
  if (type !== 'limit') throw new EngineError('displayQuantity', `order displayQuantity is for limit orders, but the order is a ${type}`);
}

function checkTrail(name: string, trail: Trail): void {
  checkLevel(name, 'ratioOfBest' in trail ? { ratio: trail.ratioOfBest } : trail);
  if (trail.activation !== undefined) checkLevel(`${name}.activation`, trail.activation);
}

function checkLevel(name: string, level: Level): void {
  const amount = 'ratio' in level ? level.ratio : 'offset' in level ? level.offset : level.price;
  if (!(amount > 0 && amount < Infinity)) throw new EngineError(name, `${name} is ${amount}, but must be a positive number`);
}

function positive(field: string, value: number): void {
  if (!(value > 0 && value < Infinity)) throw new EngineError(field, `order ${field} is ${value}, but must be a positive number`);
}
