/** Hands out the numbers of new things. In memory: the catalog keeps the highest ones. */
export interface CatalogIds {
  object(): number;
  userType(): number;
}

/** SQL Server's user types begin behind its system types. */
export const FIRST_USER_TYPE_ID = 257;
/** A fresh database of SQL Server gives its first table this id. */
export const FIRST_OBJECT_ID = 901578250;
/** Ids of schemas and databases are found by looking: they are few. 5 is the first of a user's own. */
export const FIRST_USER_SCHEMA_ID = 5;
export const FIRST_USER_DATABASE_ID = 5;

export function createIds(highestObjectId = 0, highestUserTypeId = 0): CatalogIds {
  let object = Math.max(highestObjectId, FIRST_OBJECT_ID - 16);
  let userType = Math.max(highestUserTypeId, FIRST_USER_TYPE_ID - 1);
  return {
    // Steps of 16, as SQL Server leaves gaps too: nobody should count on neighbours.
    object: () => (object += 16),
    userType: () => ++userType,
  };
}
