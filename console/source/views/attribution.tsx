/** What the licence of the charts asks for. */
export const Attribution = () => (
  <a class="attribution" href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
    Charts by TradingView
  </a>
);
