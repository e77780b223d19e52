/** Smallest and largest packet size that ENVCHANGE may grant (MS-TDS 2.2.3.1.3, 2.2.6.4), header included. */
export const MIN_PACKET_BYTES = 512;
export const MAX_PACKET_BYTES = 32_767;

/** Both sides keep to this until the login's ENVCHANGE grants another size (MS-TDS 2.2.3.1.3). */
export const DEFAULT_PACKET_BYTES = 4096;

/** A reassembled request: SQL Server's own limit for a batch is 65,536 packets of 4,096 bytes. */
export const MAX_MESSAGE_BYTES = 65_536 * 4096;

/** PRELOGIN and LOGIN7 come from strangers: "MUST NOT be longer than 128K-1 bytes" (MS-TDS 2.2.6.4). */
export const MAX_LOGIN_MESSAGE_BYTES = 131_071;

/** Parameters of one RPC; SQL Server stops at 2,100 too (error 8003). */
export const MAX_RPC_PARAMETERS = 2_100;

/** Columns of a result set, a bulk load or a table-valued parameter. SQL Server: 4,096 a SELECT, 1,024 a table or a table type. */
export const MAX_COLUMNS = 4_096;

/** Values of one table-valued parameter: bounds what rows of default columns, which cost no bytes on the wire, can make us hold. */
export const MAX_TABLE_VALUE_CELLS = 8_388_608;

/** One row of a bulk load, all its chunks together. */
export const MAX_BULK_ROW_BYTES = 268_435_456;

/** Session recovery data of a login: 255 states of a few bytes in practice. */
export const MAX_SESSION_STATE_BYTES = 65_536;

/** Characters of a name or a password in LOGIN7 (MS-TDS 2.2.6.4, login data validation rules). */
export const MAX_LOGIN_FIELD_CHARACTERS = 128;
export const MAX_ATTACH_FILE_CHARACTERS = 260;
