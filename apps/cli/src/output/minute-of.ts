/** An instant for people, to the minute. @param at in ISO 8601, in UTC */
export function minuteOf(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}
