/** ISO 4217 codes that foreign exchange is quoted in. */
export const FIAT: ReadonlySet<string> = new Set(
  'USD EUR GBP JPY CHF AUD NZD CAD SEK NOK DKK PLN CZK HUF TRY ZAR MXN BRL CNY CNH HKD SGD INR KRW THB IDR PHP MYR TWD ILS RUB UAH RON AED SAR'.split(
    ' ',
  ),
);

/** Precious metals, which brokers quote like currencies. */
export const METALS: ReadonlySet<string> = new Set(['XAU', 'XAG', 'XPT', 'XPD']);

/** What crypto venues quote in beside fiat; the longer before the shorter, because a pair without a mark is read from its end. */
export const CRYPTO_QUOTES: readonly string[] = ['FDUSD', 'USDT', 'USDC', 'BUSD', 'TUSD', 'USDP', 'DAI', 'XBT', 'BTC', 'ETH', 'BNB'];

/** Well-known coins, so that BTC-USD is no equity. A coin that is not here is still known by a crypto quote or by trading at weekends. */
export const COINS: ReadonlySet<string> = new Set(
  (
    'BTC XBT ETH BNB XRP ADA SOL DOGE DOT LTC LINK AVAX MATIC POL TRX SHIB UNI ATOM ETC XLM BCH FIL NEAR APT ARB OP ALGO ICP HBAR VET AAVE EOS XTZ DASH ZEC XMR NEO IOTA ' +
    'MKR SAND MANA AXS GRT FTM SUI SEI INJ TON PEPE USDT USDC BUSD DAI'
  ).split(' '),
);

/** Venues that file names begin or end with. */
export const VENUES: ReadonlySet<string> = new Set(
  'BINANCE COINBASE KRAKEN OKX BYBIT BITSTAMP BITFINEX BITTREX KUCOIN GEMINI HUOBI GATEIO OANDA FXCM DUKASCOPY ALPACA YAHOO FREQTRADE NASDAQ NYSE'.split(
    ' ',
  ),
);
