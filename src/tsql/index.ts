export type * from './syntax/ast/index.ts';
export * from './types/sql-type.ts';
export type * from './types/sql-value.ts';
export { SqlError } from './errors.ts';
export * from './catalog/meta.ts';
export * from './catalog/security-meta.ts';
export { type CatalogChanges, MemoryCatalog } from './catalog/memory-catalog.ts';
export { type Carrier, carrierOf } from './lower/carrier.ts';
export { quoteName, quoteQualified, quoteText } from './lower/quote.ts';
