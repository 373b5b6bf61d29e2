/** Where the objects of a dataset lie. Tenant and id come from the token and from us, never from the body. */
export const uploadKey = (tenant: string, id: string): string => `uploads/${tenant}/${id}`;
export const barsKey = (tenant: string, id: string): string => `bars/${tenant}/${id}.parquet`;
export const quarantineKey = (tenant: string, id: string): string => `quarantine/${tenant}/${id}.csv`;
