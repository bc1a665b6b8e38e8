/**
 * How long an answer of Okta may be believed, in hours. A sync is meant to run daily; none of these figures is below
 * three days, so that a weekend of failed syncs turns no finding into "unknown".
 */

/** Who holds what: users, members, roles, credentials, assignments. It changes all day, so a few missed syncs make it worthless. */
export const ACCESS_HOURS = 72;

/** Settings and policies change by a decision a few times a year: a week-old answer is nearly always still right. */
export const SETTINGS_HOURS = 168;

/** Enrolled factors: of users without an admin role they are read by a rolling budget, each user once in several days. */
export const FACTOR_HOURS = 168;

/** Certificates live for years and are asked again after seven days only, see `rereadHours`; a late sync comes on top. */
export const CERTIFICATE_REREAD_HOURS = 168;
export const CERTIFICATE_HOURS = CERTIFICATE_REREAD_HOURS + ACCESS_HOURS;
