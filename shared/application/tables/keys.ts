/** Where the objects of a dataset of rows lie. */
export const rowsUploadKey = (tenant: string, id: string, upload: string): string => `uploads/${tenant}/${id}/${upload}`;
export const partKey = (tenant: string, id: string, part: string): string => `tables/${tenant}/${id}/${part}.parquet`;
export const rowsQuarantineKey = (tenant: string, id: string, upload: string): string => `quarantine/${tenant}/${id}/${upload}.csv`;
