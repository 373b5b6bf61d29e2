import { analyse, type GivenBars, type GivenFundamentals } from '../../shared/application/analysis/analyse.ts';
import { timeOf } from '../../shared/application/backtest/time-of.ts';
import type { Reading, SymbolAnalysis } from '../../shared/contracts/analysis.ts';
import { FUNDAMENTALS } from '../../shared/market/fundamentals/schema.ts';
import { inferInstrument } from '../../shared/market/instrument.ts';
import { checkSymbol, loadOne } from '../dataset.ts';
import { connect } from '../platform.ts';
import { readTableFile } from '../table-file.ts';
import { print, table } from '../terminal.ts';

interface AnalyseOptions {
  readonly data?: string;
  readonly fundamentals?: string;
  readonly asOf?: string;
  readonly timeframe?: string;
  readonly json?: boolean;
  readonly api?: string;
}

/** `skytape analyse SYMBOL`: what is known of an instrument at a moment, from files here, or with `--api` from what the platform has. */
export async function analyseInstrument(name: string, options: AnalyseOptions): Promise<void> {
  const symbol = checkSymbol(name);
  const analysis = await (options.api === undefined ? analysed(symbol, options) : analysedRemotely(symbol, options.api, options));
  print(options.json ? JSON.stringify(analysis) : asText(analysis));
}

async function analysed(symbol: string, { data, fundamentals, asOf, timeframe }: AnalyseOptions): Promise<SymbolAnalysis> {
  const asOfUs = asOf === undefined ? Date.now() * 1000 : timeOf('asOf', asOf);
  return analyse({
    symbol,
    asOfUs,
    bars: data === undefined ? { why: 'no bars were given: --data names a file of them' } : await barsOf(symbol, data, timeframe),
    fundamentals:
      fundamentals === undefined
        ? { why: 'no statements were given: --fundamentals names a file of them' }
        : await statementsOf(fundamentals),
  });
}

async function barsOf(symbol: string, data: string, timeframe: string | undefined): Promise<GivenBars> {
  const { bars, instrument, sha256, synthetic } = await loadOne({ data, symbol, ...(timeframe === undefined ? {} : { timeframe }) });
  return { bars, instrument: inferInstrument({ symbol, assetClass: instrument.assetClass }), kind: 'file', sha256, synthetic };
}

function statementsOf(path: string): Promise<GivenFundamentals> {
  return readTableFile(path, FUNDAMENTALS);
}

function analysedRemotely(symbol: string, api: string, { data, fundamentals, asOf, timeframe }: AnalyseOptions): Promise<SymbolAnalysis> {
  const query = {
    ...(data === undefined ? {} : { dataset: data }),
    ...(fundamentals === undefined ? {} : { fundamentals }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(timeframe === undefined ? {} : { timeframe }),
  };
  return connect(api).analyseSymbol({ symbol, query });
}

function asText({ symbol, asOf, technical, fundamental, quality, provenance }: SymbolAnalysis): string {
  const head = [`${symbol} as of ${asOf}`, ''];
  const missing = (section: string, why: string) => [`${section}: ${why}`, ''];
  return [
    ...head,
    ...(technical.status === 'missing' ? missing('technical', technical.why) : technicalText(technical)),
    ...(fundamental.status === 'missing' ? missing('fundamental', fundamental.why) : fundamentalText(fundamental)),
    ...(quality.status === 'missing'
      ? missing('quality', quality.why)
      : [`quality as of ${quality.asOf}: ${quality.score} of 100 over ${quality.bars} bars`, '']),
    ...(provenance.status === 'missing'
      ? missing('provenance', provenance.why)
      : provenance.origins.map(
          ({ id, kind, sha256, used, later }) =>
            `${id}: ${used} of a ${kind}${sha256 === null ? '' : ` ${sha256.slice(0, 12)}`}, ${later} left out as later`,
        )),
  ].join('\n');
}

type Known<S> = Exclude<S, { readonly status: 'missing' }>;

function technicalText({
  asOf,
  timeframe,
  price,
  trend,
  momentum,
  volatility,
  volume,
  patterns,
}: Known<SymbolAnalysis['technical']>): string[] {
  const rows = (group: string, readings: readonly Reading[]) =>
    readings.flatMap(({ id, values }) =>
      Object.entries(values).map(([output, value]) => [group, output === 'value' ? id : `${id} ${output}`, shown(value)]),
    );
  return [
    `technical as of ${asOf}, ${timeframe} bars: close ${price.close} ${price.currency}, trend ${trend.direction ?? 'unknown'} (${trend.rule})`,
    table([
      ['SECTION', 'INDICATOR', 'VALUE'],
      ...rows('trend', trend.readings),
      ...rows('momentum', momentum),
      ...rows('volatility', volatility),
      ...rows('volume', volume),
      ...patterns.map(({ pattern, direction, confirmedAt }) => ['pattern', `${pattern} ${direction}`, confirmedAt]),
    ]),
    '',
  ];
}

function fundamentalText({ asOf, periodEnd, currency, measures }: Known<SymbolAnalysis['fundamental']>): string[] {
  return [
    `fundamental as of ${asOf}, twelve months to ${periodEnd.slice(0, 10)}${currency === null ? '' : `, ${currency}`}`,
    table([
      ['MEASURE', 'VALUE', 'FORMULA'],
      ...measures.map(({ name, value, why, formula }) => [name, value === null ? (why ?? '') : shown(value), formula]),
    ]),
    '',
  ];
}

function shown(value: number | null): string {
  return value === null ? 'n/a' : String(Number(value.toPrecision(6)));
}
