/** Client connections at a time; SQL Server's own limit of user connections. */
export const MAX_CONNECTIONS = 32_767;

/** Connections beyond the limit that are still told so (error 17809); more are cut off at once. */
export const REFUSED_CONNECTIONS_HEARD = 64;

/** From the first byte to the end of the login. A stranger may hold a socket no longer. */
export const LOGIN_TIMEOUT_MS = 30_000;

/** Silence on a connection before TCP asks whether the peer lives. */
export const KEEPALIVE_IDLE_MS = 30_000;

/** Bytes written to a socket and not yet taken by it, beyond which the engine is asked to pause. */
export const MAX_UNSENT_BYTES = 131_072;

/** Up to this size an answer is copied for a TLS socket, which keeps what it is given; larger ones give their chunk away. */
export const COPY_UP_TO_BYTES = 16_384;

/** Bytes of a bulk load that may wait for the engine before the socket is paused. */
export const MAX_BULK_BACKLOG_BYTES = 262_144;

/** How long `close` waits for running requests before it cuts them off. */
export const CLOSE_GRACE_MS = 5_000;

/** TLS handshake messages of a TDS 7.x login, all together. */
export const MAX_HANDSHAKE_BYTES = 262_144;
