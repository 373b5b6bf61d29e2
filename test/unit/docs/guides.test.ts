import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const GUIDES = new URL('../../../docs/guides/', import.meta.url);
const guides = readdirSync(GUIDES).filter((file) => file.endsWith('.md'));

test.each(guides)('[BT-05] docs/guides/%s takes no generated market out of the catalogue, where its label is', (guide) => {
  expect(readFileSync(new URL(guide, GUIDES), 'utf8')).not.toMatch(/datasets\/\S+\/bars\.csv/);
});
