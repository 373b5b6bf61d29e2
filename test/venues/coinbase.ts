import { type Protocol, Refused, type VenueBook, type VenueTick } from './local-venue.ts';

const MARKET = '/api/v3/brokerage/market/products';

/** Coinbase Advanced Trade: products, candles (newest first), the newest trades, and its socket without keys. */
export const coinbaseProtocol: Protocol = {
  topics: { ticks: 'market_trades', book: 'level2' },
  answer({ path, query }, venue) {
    if (path === MARKET) return { products: query.get('product_type') === 'FUTURE' ? [] : [PRODUCT], num_products: 1 };
    if (path.startsWith('/v2/')) return { data: [] };
    if (path === `${MARKET}/BTC-USD/candles`) {
      const until = Math.min(Number(query.get('end')) * 1000 + 1, Date.UTC(2023, 4, 2));
      const text = (n: number) => n.toFixed(2);
      const candles = venue.bars(Number(query.get('start')) * 1000, until, 350).map((b) => ({
        start: String(b.timeMs / 1000),
        low: text(b.low),
        high: text(b.high),
        open: text(b.open),
        close: text(b.close),
        volume: text(b.volume),
      }));
      return { candles: candles.reverse() };
    }
    if (path === `${MARKET}/BTC-USD/ticker`) {
      return {
        trades: venue.ticks
          .slice(-Number(query.get('limit')))
          .map(told)
          .reverse(),
        best_bid: '',
        best_ask: '',
      };
    }
    return new Refused(404, { error: 'NOT_FOUND', message: 'product not found' });
  },
  message(listener, text) {
    const { type, channel, product_ids } = JSON.parse(text) as { type: string; channel: string; product_ids: string[] };
    if (type !== 'subscribe') return;
    listener.topics.add(channel);
    listener.send(frame('subscriptions', { subscriptions: { [channel]: product_ids } }));
  },
  ticks: (ticks) => [frame('market_trades', { type: 'update', trades: ticks.map(told).reverse() })],
  book: (book) => [frame('l2_data', { type: 'snapshot', product_id: 'BTC-USD', updates: updates(book) }, book.timeMs)],
};

function frame(channel: string, event: unknown, timeMs = Date.now()): string {
  return JSON.stringify({ channel, client_id: '', timestamp: new Date(timeMs).toISOString(), sequence_num: 1, events: [event] });
}

function told({ id, price, quantity, timeMs }: VenueTick) {
  return {
    trade_id: String(id),
    product_id: 'BTC-USD',
    price,
    size: `${quantity}.00`,
    side: 'BUY',
    time: new Date(timeMs).toISOString(),
    bid: '',
    ask: '',
  };
}

function updates({ timeMs, bids, asks }: VenueBook) {
  const side = (name: string, levels: VenueBook['bids']) =>
    levels.map(([price, quantity]) => ({
      side: name,
      event_time: new Date(timeMs).toISOString(),
      price_level: price,
      new_quantity: String(quantity),
    }));
  return [...side('bid', bids), ...side('offer', asks)];
}

const PRODUCT = {
  product_id: 'BTC-USD',
  price: '1000.00',
  base_increment: '0.00000001',
  quote_increment: '0.01',
  quote_min_size: '1',
  quote_max_size: '150000000',
  base_min_size: '0.00000001',
  base_max_size: '3400',
  base_name: 'Bitcoin',
  quote_name: 'US Dollar',
  is_disabled: false,
  status: 'online',
  cancel_only: false,
  limit_only: false,
  post_only: false,
  trading_disabled: false,
  auction_mode: false,
  product_type: 'SPOT',
  quote_currency_id: 'USD',
  base_currency_id: 'BTC',
  alias: '',
  alias_to: [],
  base_display_symbol: 'BTC',
  quote_display_symbol: 'USD',
  view_only: false,
  price_increment: '0.01',
};
