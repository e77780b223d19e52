/**
 * Messages that the server's own procedures raise by number (sql-docs: relational-databases/errors-events/database-engine-events-and-errors).
 * A program may raise them too: RAISERROR takes the numbers from 13000 on.
 */
export const SYSTEM_MESSAGES: ReadonlyMap<number, { readonly severity: number; readonly text: string }> = new Map([
  [14126, { severity: 16, text: 'You do not have the required permissions to complete the operation.' }],
  [15001, { severity: 16, text: "Object '%ls' does not exist or is not a valid object for this operation." }],
  [15002, { severity: 16, text: "The procedure '%s' cannot be executed within a transaction." }],
  [15003, { severity: 16, text: 'Only members of the %s role can execute this stored procedure.' }],
  [15006, { severity: 16, text: "'%s' is not a valid name because it contains invalid characters." }],
  [15007, { severity: 16, text: "'%s' is not a valid login or you do not have permission." }],
  [15008, { severity: 16, text: "User '%s' does not exist in the current database." }],
  [15009, { severity: 16, text: "The object '%s' does not exist in database '%s' or is invalid for this operation." }],
  [
    15010,
    {
      severity: 16,
      text: "The database '%s' does not exist. Supply a valid database name. To see available databases, use sys.databases.",
    },
  ],
  [15014, { severity: 16, text: "The role '%s' does not exist in the current database." }],
  [15048, { severity: 0, text: 'Valid values of the database compatibility level are %s.' }],
  [15054, { severity: 0, text: 'The current compatibility level is %d.' }],
  [15123, { severity: 16, text: "The configuration option '%s' does not exist, or it may be an advanced option." }],
  [15124, { severity: 16, text: "The configuration option '%s' is not unique." }],
  [15129, { severity: 16, text: "'%d' is not a valid value for configuration option '%s'." }],
  [15165, { severity: 16, text: "Could not find object '%ls' or you do not have permission." }],
  [15197, { severity: 16, text: "There is no text for object '%s'." }],
  [15198, { severity: 16, text: 'The name supplied (%s) is not a user, role, or aliased login.' }],
  [15200, { severity: 16, text: 'There are no remote servers defined.' }],
  [15218, { severity: 16, text: "Object '%s' is not a table." }],
  [15247, { severity: 16, text: 'User does not have permission to perform this action.' }],
  [
    15250,
    {
      severity: 16,
      text: 'The database name component of the object qualifier must be the name of the current database.',
    },
  ],
  [15251, { severity: 16, text: "Invalid '%s' specified. It must be %s." }],
  [15252, { severity: 16, text: 'The primary or foreign key table name must be given.' }],
  [15334, { severity: 16, text: 'The %S_MSG has a private key that is protected by a user defined password.' }],
  [15409, { severity: 16, text: "'%s' is not a role." }],
  [15410, { severity: 16, text: "User or role '%s' does not exist in this database." }],
  [15412, { severity: 16, text: "'%s' is not a known fixed role." }],
  [
    15457,
    {
      severity: 0,
      text: "Configuration option '%ls' changed from %ld to %ld. Run the RECONFIGURE statement to install.",
    },
  ],
  [15469, { severity: 0, text: "No constraints are defined on object '%ls', or you do not have permissions." }],
  [
    15470,
    {
      severity: 0,
      text: "No foreign keys reference table '%ls', or you do not have permissions on referencing tables.",
    },
  ],
  [15471, { severity: 0, text: 'The text for object "%ls" is encrypted.' }],
  [15472, { severity: 0, text: "The object '%ls' does not have any indexes, or you do not have permissions." }],
  [15489, { severity: 0, text: "The object '%ls' does not have any statistics or you do not have permission." }],
  [15461, { severity: 0, text: 'Object does not reference any object, and no objects reference it.' }],
  [15459, { severity: 0, text: 'In the current database, the specified object is referenced by the following:' }],
  [15460, { severity: 0, text: 'In the current database, the specified object references the following:' }],
  [15574, { severity: 0, text: 'This object does not have any statistics.' }],
  [15600, { severity: 15, text: "An invalid parameter or option was specified for procedure '%s'." }],
]);
