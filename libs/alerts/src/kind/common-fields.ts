import type { Field } from './channel-kind';

const PEM = /^-----BEGIN [A-Z ]+-----[\s\S]+-----END [A-Z ]+-----\s*$/;

/** For receivers whose certificate no public authority gave out. */
export const CA: Field = {
  means: 'certificate authorities its certificate is checked by, beside the usual ones; PEM',
  isOptional: true,
  pattern: PEM,
};

/** Ours, for receivers that ask who we are. */
export const CLIENT_CERTIFICATE: Field = {
  means: 'certificate shown to the receiver, PEM',
  isOptional: true,
  pattern: PEM,
};
export const CLIENT_KEY: Field = { means: 'key of that certificate, PEM', isOptional: true, pattern: PEM };

/** Whether class 2008 may be written. */
export const IAM_CLASS: Field = {
  means: 'with format ocsf, "true" writes paths to privilege as class 2008, which parsers before OCSF 1.5 do not know',
  default: 'false',
  pattern: /^(true|false)$/,
};
