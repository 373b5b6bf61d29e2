import { nearest } from '../../domain/nearest.ts';
import {
  type Level,
  type OrderChanges,
  type OrderRequest,
  type OrderSplit,
  type OrderTerms,
  type OrderType,
  type Protection,
  type Side,
  TIMES_IN_FORCE,
  type Trail,
} from '../../domain/order.ts';
import { EngineError } from '../error.ts';

const ORDER_TYPES: readonly OrderType[] = ['market', 'limit', 'stop', 'stop-limit', 'trailing-stop'];
const SIDES: readonly Side[] = ['buy', 'sell'];
/** Types that say a limit price, and a stop price. */
const LIMITED: readonly OrderType[] = ['limit', 'stop-limit'];
const STOPPED: readonly OrderType[] = ['stop', 'stop-limit'];

type Prices = Pick<OrderChanges, 'limitPrice' | 'stopPrice' | 'trail'>;

/** Throws `EngineError` unless quantity, prices and terms make an order. */
export function checkRequest(request: OrderRequest): void {
  oneOf('type', request.type, ORDER_TYPES);
  oneOf('side', request.side, SIDES);
  positive('quantity', request.quantity);
  const { limitPrice, stopPrice, trail } = request as Prices;
  if (LIMITED.includes(request.type)) positive('limitPrice', limitPrice);
  else if (limitPrice !== undefined) throw misplaced('limitPrice', LIMITED, request);
  if (STOPPED.includes(request.type)) positive('stopPrice', stopPrice);
  else if (stopPrice !== undefined) throw misplaced('stopPrice', STOPPED, request);
  if (request.type === 'trailing-stop') checkTrail('trail', trail);
  else if (trail !== undefined) throw misplaced('trail', ['trailing-stop'], request);
  const { timeInForce, expiresUs, split } = request;
  if (request.type !== 'market' || (timeInForce ?? expiresUs ?? split) !== undefined) checkTerms(request);
}

/** Throws `EngineError` unless every distance and price is a positive finite number. */
export function checkProtection({ stopLoss, takeProfit, trailingStop }: Protection): void {
  if (stopLoss !== undefined) checkLevel('stopLoss', stopLoss);
  if (takeProfit !== undefined) checkLevel('takeProfit', takeProfit);
  if (trailingStop !== undefined) checkTrail('trailingStop', trailingStop);
}

function checkTerms({ type, timeInForce, expiresUs, postOnly, displayQuantity, split }: OrderRequest): void {
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
  if (split !== undefined) checkSplit(split, atOnce ? 'timeInForce' : displayQuantity === undefined ? undefined : 'displayQuantity');
  if (displayQuantity === undefined) return;
  positive('displayQuantity', displayQuantity);
  if (type !== 'limit') throw new EngineError('displayQuantity', `order displayQuantity is for limit orders, but the order is a ${type}`);
}

/** `rival` is what the order says besides and what parts cannot keep. */
function checkSplit({ share, minNotional }: OrderSplit, rival: keyof OrderTerms | undefined): void {
  if (rival !== undefined)
    throw new EngineError('split', `order split is for orders that go in parts, but the order has a ${rival} too: give one`);
  if (!(share > 0 && share <= 1)) throw new EngineError('split.share', `order split.share is ${share}, but must be above 0 and at most 1`);
  if (minNotional !== undefined) positive('split.minNotional', minNotional);
}

function checkTrail(name: string, trail: Trail | undefined): void {
  if (typeof trail !== 'object') throw new EngineError(name, `${name} is ${String(trail)}, but must be a distance like { ratio: 0.02 }`);
  checkLevel(name, 'ratioOfBest' in trail ? { ratio: trail.ratioOfBest } : trail);
  if (trail.activation !== undefined) checkLevel(`${name}.activation`, trail.activation);
}

function checkLevel(name: string, level: Level): void {
  const amount = 'ratio' in level ? level.ratio : 'offset' in level ? level.offset : level.price;
  if (!(amount > 0 && amount < Infinity)) throw new EngineError(name, `${name} is ${amount}, but must be a positive number`);
}

function oneOf(field: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return;
  const near = nearest(value, known);
  throw new EngineError(
    field,
    `order ${field} is "${value}", but must be one of ${known.join(', ')}${near ? ` (did you mean ${near}?)` : ''}`,
  );
}

function misplaced(field: string, types: readonly OrderType[], { type }: OrderRequest): EngineError {
  return new EngineError(field, `order ${field} is for ${types.join(' and ')} orders, but the order is a ${type}`);
}

function positive(field: string, value: number | undefined): void {
  if (!(value !== undefined && value > 0 && value < Infinity))
    throw new EngineError(field, `order ${field} is ${value}, but must be a positive number`);
}
