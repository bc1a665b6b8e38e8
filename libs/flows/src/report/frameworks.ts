import { DomainError } from '@posture/domain';
import type { RuleFile } from '@posture/domain';

/** Those whose controls rules may name; what rules say of ATT&CK is about attackers, no control. */
export const FRAMEWORKS = ['stig', 'nist', 'cis', 'nhi'] as const;
/** One of `FRAMEWORKS`. */
export type FrameworkId = (typeof FRAMEWORKS)[number];

/** A catalogue of controls, as far as rules map to it. */
export interface Framework {
  readonly id: FrameworkId;
  readonly title: string;
  /** Where its own text is published. */
  readonly url: string;
}

const KNOWN: Readonly<Record<FrameworkId, Framework>> = {
  stig: {
    id: 'stig',
    title: 'DISA Okta Identity as a Service STIG V1R2',
    url: 'https://public.cyber.mil/stigs/',
  },
  nist: {
    id: 'nist',
    title: 'NIST SP 800-53 Rev. 5',
    url: 'https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final',
  },
  cis: { id: 'cis', title: 'CIS Critical Security Controls v8', url: 'https://www.cisecurity.org/controls/v8' },
  nhi: {
    id: 'nhi',
    title: 'OWASP Non-Human Identities Top 10 2025',
    url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/',
  },
};

/** @throws {DomainError} `compliance.framework_unknown` */
export function frameworkOf(id: string): Framework {
  const known = FRAMEWORKS.find((each) => each === id);
  if (known !== undefined) return KNOWN[known];
  throw new DomainError('compliance.framework_unknown', 'not_found', `There is no framework "${id}" here.`, {
    field: 'framework',
    remedy: `Use ${FRAMEWORKS.join(', ')}.`,
  });
}

/** The controls of the framework a rule is about. A STIG's requirements are its controls; CCIs only break them down. */
export function controlsOf({ mappings }: Pick<RuleFile, 'mappings'>, framework: FrameworkId): readonly string[] {
  const ids = mappings[framework] ?? [];
  return framework === 'stig' ? ids.filter((id) => !id.startsWith('CCI-')) : ids;
}

/** What the framework calls the control; null where its text may not be repeated, or the rule's title says it as well. */
export function controlTitle(framework: FrameworkId, control: string): string | null {
  return (framework === 'nist' ? NIST[control] : framework === 'nhi' ? NHI[control] : undefined) ?? null;
}

const NIST: Readonly<Record<string, string>> = {
  'AC-2': 'Account management',
  'AC-2(2)': 'Automated temporary and emergency account management',
  'AC-2(3)': 'Disable accounts',
  'AC-3': 'Access enforcement',
  'AC-4': 'Information flow enforcement',
  'AC-5': 'Separation of duties',
  'AC-6': 'Least privilege',
  'AC-6(2)': 'Non-privileged access for nonsecurity functions',
  'AC-6(5)': 'Privileged accounts',
  'AC-6(7)': 'Review of user privileges',
  'AC-6(10)': 'Prohibit non-privileged users from executing privileged functions',
  'AC-7': 'Unsuccessful logon attempts',
  'AC-11': 'Device lock',
  'AC-12': 'Session termination',
  'AC-17': 'Remote access',
  'AC-19': 'Access control for mobile devices',
  'AC-20': 'Use of external systems',
  'AU-4(1)': 'Transfer to alternate storage',
  'AU-5': 'Response to audit logging process failures',
  'AU-9(2)': 'Store on separate physical systems or components',
  'CM-6': 'Configuration settings',
  'CM-7': 'Least functionality',
  'CM-8': 'System component inventory',
  'CP-2': 'Contingency plan',
  'CP-10': 'System recovery and reconstitution',
  'IA-2': 'Identification and authentication (organizational users)',
  'IA-2(1)': 'Multi-factor authentication to privileged accounts',
  'IA-2(2)': 'Multi-factor authentication to non-privileged accounts',
  'IA-2(5)': 'Individual authentication with group authentication',
  'IA-2(8)': 'Access to accounts: replay resistant',
  'IA-2(12)': 'Acceptance of PIV credentials',
  'IA-3': 'Device identification and authentication',
  'IA-3(1)': 'Cryptographic bidirectional authentication',
  'IA-4': 'Identifier management',
  'IA-5': 'Authenticator management',
  'IA-5(1)': 'Password-based authentication',
  'IA-5(13)': 'Expiration of cached authenticators',
  'IA-8': 'Identification and authentication (non-organizational users)',
  'IA-11': 'Re-authentication',
  'PS-4': 'Personnel termination',
  'SA-9': 'External system services',
  'SC-8': 'Transmission confidentiality and integrity',
  'SC-10': 'Network disconnect',
  'SC-12': 'Cryptographic key establishment and management',
  'SC-13': 'Cryptographic protection',
  'SC-17': 'Public key infrastructure certificates',
  'SC-18': 'Mobile code',
  'SC-23': 'Session authenticity',
  'SC-23(5)': 'Allowed certificate authorities',
  'SC-28': 'Protection of information at rest',
  'SI-2': 'Flaw remediation',
  'SI-4': 'System monitoring',
};

const NHI: Readonly<Record<string, string>> = {
  NHI1: 'Improper offboarding',
  NHI2: 'Secret leakage',
  NHI3: 'Vulnerable third-party non-human identity',
  NHI4: 'Insecure authentication',
  NHI5: 'Overprivileged non-human identity',
  NHI6: 'Insecure cloud deployment configurations',
  NHI7: 'Long-lived secrets',
  NHI8: 'Environment isolation',
  NHI9: 'Reuse of non-human identities',
  NHI10: 'Human use of non-human identities',
};
