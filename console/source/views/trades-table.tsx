import { useSignal } from '@preact/signals';
import type { TradeRow } from '../api/types.ts';
import { alignedPrice, count, percent, quantity, signedMoney, utc } from '../logic/format.ts';
import { tone } from './backtest-list.tsx';

const ROWS = 50;

/** Runs of before excursions were kept have none. */
const excursion = (ratio: number | null | undefined) => (typeof ratio === 'number' ? percent(ratio) : 'n/a');

/** Round trips, fifty at a time; a row shows its trade on the price. */
export function TradesTable({ trades, onShow }: { trades: readonly TradeRow[] | null; onShow: (trade: TradeRow) => void }) {
  const page = useSignal(0);
  if (trades === null) return <p class="hint loading">Loading trades</p>;
  if (trades.length === 0) return <p class="hint">No trades: the strategy never entered. Try a longer history or shorter periods.</p>;
  const pages = Math.ceil(trades.length / ROWS);
  const start = page.value * ROWS;
  return (
    <section class="trades" aria-label="Trades">
      <div class="section-head">
        <h2>Trades</h2>
        <Pager page={page.value} pages={pages} total={trades.length} onPage={(next) => (page.value = next)} />
      </div>
      <div class="scroll-x" tabIndex={0} role="region" aria-label="Table of trades">
        <table>
          <thead>
            <tr>
              {[
                '#',
                'Symbol',
                'Side',
                'Entry (UTC)',
                'Price',
                'Exit (UTC)',
                'Price',
                'Quantity',
                'P&L',
                'Return',
                'MFE',
                'MAE',
                'Costs',
                'Bars',
              ].map((title, i) => (
                <th key={i} scope="col" class={i === 0 || i === 4 || i > 5 ? 'right' : ''}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {trades.slice(start, start + ROWS).map((trade, i) => (
              <Row key={start + i} number={start + i + 1} trade={trade} onShow={onShow} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ number, trade, onShow }: { number: number; trade: TradeRow; onShow: (trade: TradeRow) => void }) {
  return (
    <tr>
      <td class="right">
        <button
          type="button"
          class="quiet small"
          title="Show on the price"
          aria-label={`Show trade ${number} on the price`}
          onClick={() => onShow(trade)}
        >
          {number}
        </button>
      </td>
      <td>{trade.strategy === undefined ? trade.symbol : `${trade.symbol} (${trade.strategy})`}</td>
      <td>{trade.side}</td>
      <td>{utc(trade.entryTime)}</td>
      <td class="right">{alignedPrice(trade.entryPrice)}</td>
      <td>
        {trade.exitTime === null ? (
          <span class="chip chip-running">open</span>
        ) : (
          `${utc(trade.exitTime)}${trade.delisted ? ', delisted' : ''}`
        )}
      </td>
      <td class="right">{alignedPrice(trade.exitPrice ?? trade.markPrice)}</td>
      <td class="right">{quantity(trade.quantity)}</td>
      <td class={`right ${tone(trade.pnl)}`}>{signedMoney(trade.pnl)}</td>
      <td class={`right ${tone(trade.returnRatio)}`}>{percent(trade.returnRatio, { signed: true })}</td>
      <td class="right">{excursion(trade.mfe)}</td>
      <td class="right">{excursion(trade.mae)}</td>
      <td class="right">{signedMoney(-(trade.commission + trade.slippage))}</td>
      <td class="right">{count(trade.bars)}</td>
    </tr>
  );
}

interface PagerProps {
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  readonly onPage: (page: number) => void;
}

const Pager = ({ page, pages, total, onPage }: PagerProps) => (
  <div class="pager">
    <span>
      {count(page * ROWS + 1)} to {count(Math.min(total, (page + 1) * ROWS))} of {count(total)}
    </span>
    {pages > 1 && (
      <>
        <button type="button" class="quiet small" disabled={page === 0} onClick={() => onPage(page - 1)}>
          Previous
        </button>
        <button type="button" class="quiet small" disabled={page === pages - 1} onClick={() => onPage(page + 1)}>
          Next
        </button>
      </>
    )}
  </div>
);
