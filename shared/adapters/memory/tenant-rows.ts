import type { Page, PageRequest } from '../../ports/page.ts';

/** Rows with an id, apart by tenant. What is handed in or out is a copy, as it would be through a wire. */
export class TenantRows<Row extends { readonly id: string }> {
  readonly #rows = new Map<string, Row>();

  get(tenant: string, id: string): Row | undefined {
    const row = this.#rows.get(`${tenant}/${id}`);
    return row === undefined ? undefined : structuredClone(row);
  }

  set(tenant: string, row: Row): void {
    this.#rows.set(`${tenant}/${row.id}`, structuredClone(row));
  }

  delete(tenant: string, id: string): void {
    this.#rows.delete(`${tenant}/${id}`);
  }

  /** Newest id first. */
  page(tenant: string, { limit, cursor }: PageRequest): Page<Row> {
    const prefix = `${tenant}/`;
    const rows = [...this.#rows].filter(([key]) => key.startsWith(prefix)).map(([, row]) => row);
    const ordered = rows.sort((a, b) => (a.id < b.id ? 1 : -1)).filter(({ id }) => cursor === undefined || id < cursor);
    const items = ordered.slice(0, limit).map((row) => structuredClone(row));
    return { items, next: ordered.length > limit ? (items.at(-1)?.id ?? null) : null };
  }
}
