import * as z from 'zod';
import { RulesExplained } from '../research.ts';
import { AnalyserInfo, Health, IndicatorInfo, PatternInfo, Rules, StrategyInfo } from '../schemas.ts';
import { READ, RESEARCH, type Route } from './route.ts';

/** What there is to choose from, and whether the platform is up. */
export const CATALOGUE = {
  health: {
    method: 'GET',
    path: '/health',
    handler: 'check-health',
    summary: 'Whether the platform answers; `?deep=true` asks its stores too.',
    access: 'public',
    query: z.strictObject({ deep: z.enum(['true', 'false']).default('false') }),
    status: 200,
    response: Health,
  },
  listStrategies: {
    method: 'GET',
    path: '/strategies',
    handler: 'list-catalogue',
    summary: 'Every strategy with its parameters and bounds.',
    access: READ,
    status: 200,
    response: z.object({ strategies: z.array(StrategyInfo) }),
  },
  listIndicators: {
    method: 'GET',
    path: '/indicators',
    handler: 'list-catalogue',
    summary: 'Every indicator with inputs, parameters, outputs, warm-up and source.',
    access: READ,
    status: 200,
    response: z.object({ indicators: z.array(IndicatorInfo) }),
  },
  getIndicator: {
    method: 'GET',
    path: '/indicators/{id}',
    handler: 'list-catalogue',
    summary: 'One indicator; parameters in the query are checked against its bounds.',
    access: READ,
    query: z.record(z.string(), z.string()),
    status: 200,
    response: IndicatorInfo,
  },
  listPatterns: {
    method: 'GET',
    path: '/patterns',
    handler: 'list-catalogue',
    summary: 'Every candlestick formation and chart pattern with its parameters and source.',
    access: READ,
    status: 200,
    response: z.object({ patterns: z.array(PatternInfo) }),
  },
  listAnalysers: {
    method: 'GET',
    path: '/analysers',
    handler: 'list-catalogue',
    summary: 'Every analyser that a backtest may ask for.',
    access: READ,
    status: 200,
    response: z.object({ analysers: z.array(AnalyserInfo) }),
  },
  explainRules: {
    method: 'POST',
    path: '/rules/explain',
    handler: 'list-catalogue',
    summary: 'What rules do, in English, with their parameters; or every fault with its place in the JSON.',
    access: RESEARCH,
    body: Rules,
    status: 200,
    response: RulesExplained,
  },
  rulesSchema: {
    method: 'GET',
    path: '/schemas/rules.json',
    handler: 'list-catalogue',
    summary: 'JSON Schema of a strategy of rules.',
    access: 'public',
    status: 200,
    response: z.record(z.string(), z.unknown()),
  },
} as const satisfies Record<string, Route>;
