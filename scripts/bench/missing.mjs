/** Why a peer cannot take part on this machine; it is told and the others run. */
export class Missing extends Error {}
