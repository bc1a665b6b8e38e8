import { DomainError } from '@posture/domain';
import type { ErrorKind } from '@posture/domain';
import { toProblem } from './to-problem';

describe('an error over HTTP', () => {
  it.each<[ErrorKind, number]>([
    ['unauthenticated', 401],
    ['forbidden', 403],
    ['not_found', 404],
    ['stale', 412],
    ['unprocessable', 422],
    ['precondition_required', 428],
    ['rate_limited', 429],
    // These a provider answered us: the caller's own key is good, and what he asked for exists.
    ['credential_refused', 502],
    ['refused', 502],
    ['upstream', 502],
  ])('of kind %s is %i, whatever its code', (kind, status) => {
    for (const code of ['harbor.key_refused', 'okta.role_missing', 'finding.not_found']) {
      expect(toProblem(new DomainError(code, kind, 'No.'), 'r1')).toMatchObject({ code, status });
    }
  });

  it('says which version there is now, and what could be asked for instead', () => {
    const details = { version: 4, allowed: ['acknowledge'], other: 'kept here' };
    const problem = toProblem(new DomainError('channel.stale', 'stale', 'No.', { details }), 'r1');

    expect(problem).toMatchObject({ version: 4, allowed: ['acknowledge'] });
    expect(problem).not.toHaveProperty('other');
  });
});
