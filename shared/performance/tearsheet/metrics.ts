import { fixed, percent, span } from '../format.ts';
import type { Summary } from '../summary.ts';
import { html, type Markup } from './markup.ts';
import { list } from './tables.ts';

/** Every number of a summary, by what it tells; docs/measures.md defines them. */
export function metricsTable(s: Summary): Markup {
  const hold = s.buyAndHold;
  return html`<section><h2>Metrics</h2><div class="metrics">
${list('Return', [
  ['Start equity', fixed(s.startEquity)],
  ['End equity', fixed(s.endEquity)],
  ['Total return', percent(s.totalReturn)],
  ['CAGR', percent(s.cagr)],
  ['Best day', percent(s.bestDay)],
  ['Worst day', percent(s.worstDay)],
  ['Daily returns', fixed(s.days, 0)],
])}
${list('Risk', [
  ['Volatility, a year', percent(s.volatility)],
  ['Sharpe', fixed(s.sharpe)],
  ['Sortino', fixed(s.sortino)],
  ['Calmar', fixed(s.calmar)],
  ['Max drawdown', percent(s.maxDrawdown)],
  ['Longest under water', span(s.maxDrawdownSeconds)],
  ['Exposure', percent(s.exposure)],
])}
${list('Trades', [
  ['Closed', fixed(s.tradeCount, 0)],
  ['Open at the end', fixed(s.openTrades, 0)],
  ['Win rate', percent(s.winRate)],
  ['Profit factor', fixed(s.profitFactor)],
  ['Expectancy', fixed(s.expectancy)],
  ['SQN', fixed(s.sqn)],
  ['Average hold', span(s.averageHoldSeconds)],
])}
${list('Wins and losses', [
  ['Average win', fixed(s.averageWin)],
  ['Average loss', fixed(s.averageLoss)],
  ['Largest win', fixed(s.largestWin)],
  ['Largest loss', fixed(s.largestLoss)],
  ['Wins in a row', fixed(s.maxConsecutiveWins, 0)],
  ['Losses in a row', fixed(s.maxConsecutiveLosses, 0)],
])}
${list('Costs and orders', [
  ['Commission paid', fixed(s.commission)],
  ['Slippage paid', fixed(s.slippage)],
  ['Turnover', s.turnover === null ? fixed(null) : `${fixed(s.turnover)} x`],
  ['Orders refused', fixed(s.refusedOrders, 0)],
  ['Orders unfilled in all', fixed(s.unfilledOrders, 0)],
])}
${list('Losses', [
  ['Value at risk, 95 %', percent(s.var95)],
  ['Value at risk, 99 %', percent(s.var99)],
  ['Expected shortfall, 95 %', percent(s.cvar95)],
  ['Expected shortfall, 99 %', percent(s.cvar99)],
  ['Cornish-Fisher risk, 95 %', percent(s.cornishFisherVar95)],
  ['Cornish-Fisher risk, 99 %', percent(s.cornishFisherVar99)],
  ['Skew', fixed(s.skew)],
  ['Kurtosis', fixed(s.kurtosis)],
])}
${list('Gains over losses', [
  ['Omega', fixed(s.omega)],
  ['Tail ratio', fixed(s.tailRatio)],
  ['Common sense ratio', fixed(s.commonSenseRatio)],
  ['Gain to pain', fixed(s.gainToPain)],
  ['K-ratio', fixed(s.kRatio)],
  ['Best month', percent(s.bestMonth)],
  ['Worst month', percent(s.worstMonth)],
  ['Months won', percent(s.winMonths)],
])}
${list('Under water', [
  ['Drawdowns', fixed(s.drawdownCount, 0)],
  ['Average depth', percent(s.averageDrawdown)],
  ['Average time', span(s.averageDrawdownSeconds)],
  ['Share of the time', percent(s.underWaterShare)],
  ['Ulcer index', percent(s.ulcerIndex)],
  ['Martin ratio', fixed(s.ulcerPerformance)],
  ['Pain index', percent(s.painIndex)],
  ['Pain ratio', fixed(s.painRatio)],
  ['Sterling', fixed(s.sterling)],
  ['Burke', fixed(s.burke)],
  ['Recovery factor', fixed(s.recoveryFactor)],
])}
${list('Against holding', [
  ['Alpha, a year', percent(s.alpha)],
  ['Beta', fixed(s.beta)],
  ['Correlation', fixed(s.correlation)],
  ['Tracking error', percent(s.trackingError)],
  ['Information ratio', fixed(s.informationRatio)],
  ['Treynor', fixed(s.treynor)],
  ['Upside capture', percent(s.upCapture)],
  ['Downside capture', percent(s.downCapture)],
])}
${list('Edge', [
  ['Payoff ratio', fixed(s.payoffRatio)],
  ['Kelly', percent(s.kelly)],
  ['Average MFE', percent(s.averageMfe)],
  ['Average MAE', percent(s.averageMae)],
  ['Edge ratio', fixed(s.edgeRatio)],
  ['CAGR by exposure', percent(s.exposureAdjustedReturn)],
  ['Capacity', fixed(s.capacity, 0)],
])}
${list('Buy and hold', [
  ['Total return', percent(hold.totalReturn)],
  ['CAGR', percent(hold.cagr)],
  ['Max drawdown', percent(hold.maxDrawdown)],
  ['Sharpe', fixed(hold.sharpe)],
])}
</div></section>`;
}
