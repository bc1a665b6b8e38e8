import type { CredentialDetail, KnownDays, ListedCredential } from '@posture/flows';
import { subjectView } from '../subject.view';
import type { CredentialBody, CredentialDetailBody, KnownDaysBody } from './credentials.body';

export function credentialView(credential: ListedCredential): CredentialBody {
  return {
    ...subjectView(credential),
    tier: credential.tier,
    status: credential.status,
    owners: credential.owners.map(subjectView),
    age: daysView(credential.age),
    sinceLastUse: daysView(credential.sinceLastUse),
    untilExpiry: daysView(credential.untilExpiry),
  };
}

export function credentialDetailView(credential: CredentialDetail): CredentialDetailBody {
  return {
    ...credentialView(credential),
    tierReason: credential.tierReason,
    props: credential.props,
    observed: credential.observed,
  };
}

function daysView({ days, certainty }: KnownDays): KnownDaysBody {
  return { days, certainty };
}
