/** The lock, beside its spec. */
export const LOCK_FILE = 'hardening.lock';
