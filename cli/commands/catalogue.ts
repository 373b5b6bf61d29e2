import { getIndicator, listAnalysers, listIndicators, listStrategies } from '../../shared/application/list-catalogue.ts';
import type { IndicatorInfo, StrategyInfo } from '../../shared/contracts/schemas.ts';
import { connect } from '../platform.ts';
import { loadAnalysers, loadIndicators, loadStrategies } from '../registry.ts';
import { print, table } from '../terminal.ts';
import { unknownName } from '../user-error.ts';

interface CatalogueOptions {
  readonly json?: boolean;
  readonly api?: string;
  readonly param?: Readonly<Record<string, number>>;
}

/** `skytape strategies [id]`. */
export async function strategies(id: string | undefined, { json, api }: CatalogueOptions): Promise<void> {
  const all = api === undefined ? listStrategies(await loadStrategies()) : (await connect(api).listStrategies()).strategies;
  if (id === undefined) return print(json ? JSON.stringify(all) : all.map(strategyText).join('\n\n'));
  const found = all.find((one) => one.id === id);
  if (!found)
    throw unknownName(
      'strategy',
      id,
      all.map((one) => one.id),
    );
  print(json ? JSON.stringify(found) : strategyText(found));
}

/** `skytape analysers`. */
export async function analysers({ json, api }: CatalogueOptions): Promise<void> {
  const all = api === undefined ? listAnalysers(await loadAnalysers()) : (await connect(api).listAnalysers()).analysers;
  print(json ? JSON.stringify(all) : table([['ID', 'WHAT IT TELLS OF A RUN'], ...all.map(({ id, about }) => [id, about])]));
}

/** `skytape indicators [id]`; `--param` shows how the warm-up of one changes. */
export async function indicators(id: string | undefined, options: CatalogueOptions): Promise<void> {
  const { json, api } = options;
  if (id !== undefined) {
    const found = await oneIndicator(id, options);
    return print(json ? JSON.stringify(found) : indicatorText(found));
  }
  const all = api === undefined ? listIndicators(await definitions()) : (await connect(api).listIndicators()).indicators;
  const rows = all.map((one) => [
    one.id,
    one.params.map(({ name, default: value }) => `${name}=${value}`).join(' '),
    one.outputs.join(' '),
    one.name,
  ]);
  print(json ? JSON.stringify(all) : table([['ID', 'PARAMETERS', 'OUTPUTS', 'NAME'], ...rows]));
}

async function oneIndicator(id: string, { api, param = {} }: CatalogueOptions): Promise<IndicatorInfo> {
  const given = Object.fromEntries(Object.entries(param).map(([name, value]) => [name, String(value)]));
  if (api !== undefined) return connect(api).getIndicator({ id, query: given });
  const known = await definitions();
  if (!known.some((one) => one.id === id))
    throw unknownName(
      'indicator',
      id,
      known.map((one) => one.id),
    );
  return getIndicator(known, id, given);
}

const definitions = async () => (await loadIndicators()).map(({ definition }) => definition);

function strategyText({ id, kind, about, params }: StrategyInfo): string {
  return [kind === 'portfolio' ? `${id} (portfolio)` : id, `  ${about}`, ...parameterRows(params)].join('\n');
}

function indicatorText({ id, name, about, inputs, outputs, params, warmup, source }: IndicatorInfo): string {
  const facts = `  inputs ${inputs.join(', ')}; outputs ${outputs.join(', ')}; first value after ${warmup} bars; ${source}`;
  return [`${id}: ${name}`, `  ${about}`, facts, ...parameterRows(params)].join('\n');
}

function parameterRows(params: StrategyInfo['params']): string[] {
  if (params.length === 0) return ['  no parameters'];
  const rows = params.map(({ name, default: value, min, max, about }) => [`  ${name}`, `${value}`, `${min} to ${max}`, about]);
  return table(rows).split('\n');
}
