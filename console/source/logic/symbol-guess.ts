const QUOTES = ['USDT', 'USDC', 'BUSD', 'TUSD', 'USD', 'EUR', 'GBP', 'JPY', 'BTC', 'ETH', 'BNB', 'CHF', 'AUD', 'CAD', 'NZD'];
const TIMEFRAME = /^\d{1,4}[smhdw]$/i;

/**
 * The symbol a file is probably about, by its name: "BTCUSDT-1h-2021.csv" -> "BTC/USDT", "binance_ETH-USD_1m.csv" -> "ETH/USD", "URTH_1h_2022.csv" -> "URTH".
 * Empty when nothing in the name looks like one.
 */
export function guessSymbol(fileName: string): string {
  const words = fileName
    .replace(/\.(csv|parquet|txt)$/i, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '' && !TIMEFRAME.test(word));
  for (const [i, word] of words.entries()) {
    if (i > 0 && QUOTES.includes(word) && isCode(words[i - 1] as string)) return `${words[i - 1]}/${word}`;
    const quote = QUOTES.find((q) => word.length > q.length + 1 && word === word.toUpperCase() && word.endsWith(q));
    if (quote) return `${word.slice(0, -quote.length)}/${quote}`;
  }
  return words.find(isCode) ?? '';
}

const isCode = (word: string): boolean => /^[A-Z][A-Z0-9]{0,9}$/.test(word);
