import type { Json, JsonObject } from '@posture/domain';
import { durationMinutes, itemsOf, pick } from '../../../facts/wire';

/** Whether a sign-on rule lets its users in. Okta has only ALLOW and DENY, and leaves ALLOW out in old rules. */
export function allows(rule: JsonObject): boolean {
  return pick(signOn(rule), 'access') !== 'DENY';
}

/** Factors an allow rule asks for; null where the wire does not tell in a form we know. */
export function factorsAsked(rule: JsonObject): 1 | 2 | null {
  const session = pick(rule, 'actions', 'signon');
  if (session !== undefined && session !== null) {
    const sequences = itemsOf(pick(session, 'challenge', 'chain'));
    if (sequences.length > 0) return sequences.every((one) => stepsOf(one).length > 1) ? 2 : 1;
    return pick(session, 'requireFactor') === true ? 2 : 1;
  }
  const method = verificationMethod(rule);
  if (method === undefined || method === null) return 1;
  switch (pick(method, 'type')) {
    case 'AUTH_METHOD_CHAIN':
      return chainsOf(method).length > 0 && chainsOf(method).every(asksForTwo) ? 2 : 1;
    case 'ASSURANCE':
    case undefined:
      return pick(method, 'factorMode') === '2FA' ? 2 : 1;
    default:
      return null;
  }
}

/** Whether every way to satisfy a sign-on rule uses a phishing-resistant factor. */
export function resistsPhishing(rule: JsonObject): boolean {
  const sequences = itemsOf(pick(rule, 'actions', 'signon', 'challenge', 'chain'));
  if (sequences.length > 0) return sequences.every((one) => stepsOf(one).some(everyCriterionResists));
  const method = verificationMethod(rule);
  if (pick(method, 'type') === 'AUTH_METHOD_CHAIN') {
    const chains = chainsOf(method);
    return (
      chains.length > 0 && chains.every((chain) => stepsOf(chain).some((step) => everyMethod(step, resistsByItself)))
    );
  }
  const ways = itemsOf(pick(method, 'constraints'));
  return ways.length > 0 && ways.every((way) => pick(way, 'possession', 'phishingResistant') === 'REQUIRED');
}

/**
 * Minutes an app sign-on rule lets pass before it asks again, in the way that asks least often; null when it never
 * does. A time on a factor takes precedence over the rule's own.
 */
export function reauthMinutes(rule: JsonObject): number | null {
  const method = verificationMethod(rule);
  const whole = durationMinutes(pick(method, 'reauthenticateIn'));
  const ways = [...itemsOf(pick(method, 'constraints')), ...chainsOf(method)].map((way) => {
    const own = [way, pick(way, 'knowledge'), pick(way, 'possession')]
      .map((part) => durationMinutes(pick(part, 'reauthenticateIn')))
      .filter((minutes) => minutes !== null);
    return own.length > 0 ? Math.min(...own) : whole;
  });
  if (ways.length === 0) return whole;
  return ways.includes(null) ? null : Math.max(...ways.map((minutes) => minutes ?? 0));
}

/** The larger, the more a sign-on rule asks; refusing asks most. */
export function assurance(rule: JsonObject): number {
  if (!allows(rule)) return 4;
  const factors = factorsAsked(rule) ?? 2;
  return factors === 1 ? 1 : resistsPhishing(rule) ? 3 : 2;
}

function signOn(rule: JsonObject): Json | undefined {
  return pick(rule, 'actions', 'appSignOn') ?? pick(rule, 'actions', 'signon');
}

function verificationMethod(rule: JsonObject): Json | undefined {
  return pick(rule, 'actions', 'appSignOn', 'verificationMethod');
}

function chainsOf(method: Json | undefined): readonly Json[] {
  return itemsOf(pick(method, 'chains'));
}

/** Steps of a chain, or of a factor sequence of Okta Classic, one behind the other. */
function stepsOf(chain: Json): readonly Json[] {
  const [next] = itemsOf(pick(chain, 'next'));
  return next === undefined ? [chain] : [chain, ...stepsOf(next)];
}

/** Of a step of a factor sequence, which names the factors that satisfy it. */
function everyCriterionResists(step: Json): boolean {
  const factors = itemsOf(pick(step, 'criteria')).map((one) => pick(one, 'factorType'));
  return factors.length > 0 && factors.every((type) => type === 'webauthn' || type === 'u2f');
}

/** One step whose every method also proves a PIN or biometrics is two factors. */
function asksForTwo(chain: Json): boolean {
  return stepsOf(chain).length > 1 || everyMethod(chain, (method) => pick(method, 'userVerification') === 'REQUIRED');
}

/** WebAuthn is bound to the site by its nature; other methods only where the rule insists. */
function resistsByItself(method: Json): boolean {
  return pick(method, 'phishingResistant') === 'REQUIRED' || pick(method, 'method') === 'webauthn';
}

function everyMethod(step: Json, passes: (method: Json) => boolean): boolean {
  const methods = itemsOf(pick(step, 'authenticationMethods'));
  return methods.length > 0 && methods.every(passes);
}
