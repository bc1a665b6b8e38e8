/** What of an alert is written, beside what every format has. */
export interface FormatOptions {
  /** Whether by which facts and path a finding is proven is told; it may name people and addresses. */
  readonly includesEvidence: boolean;
  /** Whether paths to privilege come as OCSF class 2008, which older parsers do not know. */
  readonly hasIamClass: boolean;
}
