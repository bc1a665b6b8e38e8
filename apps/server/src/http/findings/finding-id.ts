import { ParseUUIDPipe } from '@nestjs/common';
import { DomainError } from '@posture/domain';

export const FindingId = new ParseUUIDPipe({
  exceptionFactory: () =>
    new DomainError('finding.id_malformed', 'invalid', 'The id of a finding is a UUID.', {
      field: 'id',
      remedy: 'Take the id from the list of findings.',
    }),
});
