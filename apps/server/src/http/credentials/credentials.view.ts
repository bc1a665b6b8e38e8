import type { CredentialDetail, KnownDays, ListedCredential } from '@posture/flows';
import { subjectView } from '../subject.view';
import { heldView, tenantObjectView } from '../tenant-object.view';
import type { TenantCredentialBody, TenantCredentialDetailBody, KnownDaysBody } from './credentials.body';

export function credentialView(credential: ListedCredential): TenantCredentialBody {
  return {
    ...tenantObjectView(credential),
    owners: credential.owners.map(subjectView),
    age: daysView(credential.age),
    sinceLastUse: daysView(credential.sinceLastUse),
    untilExpiry: daysView(credential.untilExpiry),
  };
}

export function credentialDetailView(credential: CredentialDetail): TenantCredentialDetailBody {
  return {
    ...credentialView(credential),
    ...heldView(credential),
  };
}

function daysView({ days, certainty }: KnownDays): KnownDaysBody {
  return { days, certainty };
}
