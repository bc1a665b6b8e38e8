/**
 * How long an answer of Okta may be believed, in hours. A sync is meant to run daily; none of these figures is below
 * three days, so that a weekend of failed syncs turns no finding into "unknown".
 */

/** Who holds what: users, members, roles, credentials, assignments. It changes all day, so a few missed syncs make it worthless. */
export const ACCESS_HOURS = 72;

/** Settings, policies and certificates change by a decision a few times a year: a week-old answer is nearly always still right. */
export const SETTINGS_HOURS = 168;

/** Enrolled factors: people enrol seldom, and those of users without an admin role are read only when asked for. */
export const FACTOR_HOURS = 168;
