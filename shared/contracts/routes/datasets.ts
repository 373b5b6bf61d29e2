import * as z from 'zod';
import { AnalysisQuery, SymbolAnalysis } from '../analysis.ts';
import { DataQuality, DataQualityQuery } from '../quality.ts';
import { Correlations, CorrelationsQuery, PatternScanPage, PatternScanQuery } from '../research.ts';
import { CreateDataset, Dataset, DatasetUpload, PageQuery } from '../schemas.ts';
import { READ, RESEARCH, type Route } from './route.ts';

/** Uploaded histories and what can be found in them. */
export const DATASETS = {
  listDatasets: {
    method: 'GET',
    path: '/datasets',
    handler: 'read-datasets',
    summary: 'Datasets, newest first.',
    access: READ,
    query: PageQuery,
    status: 200,
    response: z.object({ datasets: z.array(Dataset), next: z.string().nullable() }),
  },
  getDataset: {
    method: 'GET',
    path: '/datasets/{id}',
    handler: 'read-datasets',
    summary: 'One dataset.',
    access: READ,
    status: 200,
    response: Dataset,
  },
  datasetQuality: {
    method: 'GET',
    path: '/datasets/{id}/quality',
    handler: 'research-datasets',
    summary: 'What is wrong with the uploaded file of a dataset, and a score for each day.',
    access: READ,
    query: DataQualityQuery,
    status: 200,
    response: DataQuality,
  },
  createDataset: {
    method: 'POST',
    path: '/datasets',
    handler: 'create-dataset',
    summary: 'Registers a dataset and returns a presigned URL to put its file to.',
    access: RESEARCH,
    body: CreateDataset,
    status: 201,
    response: DatasetUpload,
    idempotent: true,
  },
  completeDataset: {
    method: 'POST',
    path: '/datasets/{id}/complete',
    handler: 'complete-dataset',
    summary: 'Validates the uploaded file and turns it into bars.',
    access: RESEARCH,
    status: 200,
    response: Dataset,
  },
  scanPatterns: {
    method: 'GET',
    path: '/patterns/scan',
    handler: 'research-datasets',
    summary: 'What patterns find in a dataset, in the order in which it became known, paged.',
    access: READ,
    query: PatternScanQuery,
    status: 200,
    response: PatternScanPage,
  },
  correlations: {
    method: 'GET',
    path: '/correlations',
    handler: 'research-datasets',
    summary: 'How datasets move together: correlation and its history, lead and lag, cointegration.',
    access: READ,
    query: CorrelationsQuery,
    status: 200,
    response: Correlations,
  },
  analyseSymbol: {
    method: 'GET',
    path: '/analysis/{symbol}',
    handler: 'research-datasets',
    summary: 'What is known of an instrument at a moment: technical, fundamental, quality and where it comes from, each with its time.',
    access: READ,
    query: AnalysisQuery,
    status: 200,
    response: SymbolAnalysis,
  },
} as const satisfies Record<string, Route>;
