import type { GraphView, Json, JsonObject, NodeIndex } from '@posture/domain';
import { instantOf } from '../../../facts/instant';

/** Profile attributes in which tenants name who answers for a service account. */
const OWNER_ATTRIBUTES = [
  'owner',
  'ownerId',
  'ownerLogin',
  'ownerEmail',
  'owner_email',
  'accountOwner',
  'serviceOwner',
  'technicalOwner',
  'businessOwner',
] as const;

/** Profile attributes in which tenants keep the last day of a contract. */
const END_DATE_ATTRIBUTES = [
  'contractEndDate',
  'contractorEndDate',
  'contractEnd',
  'contract_end',
  'contract_end_date',
  'contractExpiry',
  'contractExpirationDate',
  'expectedEndDate',
  'lastWorkingDay',
  'endDate',
  'end_date',
  'terminationDate',
  'termination_date',
  'expirationDate',
  'expiryDate',
  'accountExpires',
  'accountExpirationDate',
  'validUntil',
] as const;

/** Finds the user that a free-text profile attribute means: by id, login, e-mail or employee number. */
export class UserReferences {
  private readonly byName = new Map<string, NodeIndex>();
  /** What references turned out to mean: a manager is named by everybody in the team. */
  private readonly found = new Map<string, NodeIndex>();
  private readonly activeByEmployeeNumber = new Map<string, number>();
  private readonly activeByMailbox = new Map<string, number>();

  /** @param isService programs share the mailbox of their team, which makes nobody a person twice */
  constructor(
    private readonly view: GraphView,
    private readonly isService: (user: NodeIndex) => boolean,
  ) {
    for (const user of view.ofKind('User')) {
      const { login, email, employeeNumber, status } = view.props(user);
      const mailbox = mailboxOf(email);
      if (status === 'ACTIVE' && mailbox !== null && !isService(user))
        this.activeByMailbox.set(mailbox, (this.activeByMailbox.get(mailbox) ?? 0) + 1);
      this.learn(email, user);
      if (login !== email) this.learn(login, user);
      const number = text(employeeNumber);
      if (number === null) continue;
      this.learn(number, user);
      if (status === 'ACTIVE')
        this.activeByEmployeeNumber.set(number, (this.activeByEmployeeNumber.get(number) ?? 0) + 1);
    }
  }

  /** -1 when nobody is meant by it. */
  find(reference: string): NodeIndex {
    let user = this.found.get(reference);
    if (user === undefined) {
      const byId = this.view.indexOf(`User:${reference}`);
      user = byId >= 0 ? byId : (this.byName.get(reference.toLowerCase()) ?? -1);
      this.found.set(reference, user);
    }
    return user;
  }

  activeWithEmployeeNumber(employeeNumber: unknown): number {
    const number = text(employeeNumber);
    return number === null ? 0 : (this.activeByEmployeeNumber.get(number) ?? 0);
  }

  /** People alone are counted, so a program has none. */
  activeWithMailbox(user: NodeIndex): number {
    const mailbox = mailboxOf(this.view.props(user)['email']);
    return mailbox === null || this.isService(user) ? 0 : (this.activeByMailbox.get(mailbox) ?? 0);
  }

  /** Whoever came back has the same mail and number as the account that was closed: the live one is meant. */
  private learn(value: unknown, user: NodeIndex): void {
    const name = text(value)?.toLowerCase();
    if (name === undefined) return;
    const known = this.byName.get(name);
    if (known === undefined || !this.isClosed(user) || this.isClosed(known)) this.byName.set(name, user);
  }

  private isClosed(user: NodeIndex): boolean {
    return this.view.props(user)['status'] === 'DEPROVISIONED';
  }
}

/** References to the manager, the more exact first. */
export function managerReferences(props: JsonObject): string[] {
  const found: string[] = [];
  for (const value of [text(props['managerId']), text(props['manager'])]) if (value !== null) found.push(value);
  return found;
}

/** References to whoever answers for a service account: an owner attribute, else the manager. */
export function ownerReferences(props: JsonObject): string[] {
  const attributes = attributesOf(props);
  const named = OWNER_ATTRIBUTES.map((name) => text(attributes[name])).filter((value) => value !== null);
  return [...named, ...managerReferences(props)];
}

/** The last day of a contract as it is written; null when no known attribute holds anything. */
export function contractEnd(props: JsonObject): Json {
  const attributes = attributesOf(props);
  const given = END_DATE_ATTRIBUTES.map((name) => attributes[name]).filter((value) => instantOf(value) !== null);
  return given.find((value) => instantOf(value) !== undefined) ?? given[0] ?? null;
}

function attributesOf(props: JsonObject): JsonObject {
  const { attributes } = props;
  return attributes !== null && typeof attributes === 'object' && !Array.isArray(attributes) ? attributes : {};
}

/** Where mail to an address arrives: in whatever case it is written, and with whatever tag behind a plus sign. */
function mailboxOf(email: unknown): string | null {
  const address = text(email)?.toLowerCase();
  if (address === undefined) return null;
  const at = address.lastIndexOf('@');
  const plus = address.indexOf('+');
  return plus > 0 && plus < at ? address.slice(0, plus) + address.slice(at) : address;
}

function text(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const trimmed = value.trim();
  return trimmed === '' ? null : trimmed;
}
